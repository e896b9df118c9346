// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { Hands } from "./hands";

test("a press selects a cell and gives it the focus; dragging selects a rectangle", () => {
  const hands = new Hands();
  hands.press(1, 1);
  expect(hands.selected).toEqual(["102"]);
  expect(document.activeElement).toBe(hands.cell(1, 1));
  hands.over(2, 2);
  expect(hands.selected).toEqual(["102", "11", "104", "12"]);
  expect(hands.text(".wl-grid-extent")).toBe("2 rows × 2 columns selected");
  hands.over(3, 2, 0); // the button was let go outside
  expect(hands.selected).toHaveLength(4);
});

test("one row or one column is counted as one", () => {
  const hands = new Hands();
  hands.press(0, 0);
  hands.over(0, 2);
  expect(hands.text(".wl-grid-extent")).toBe("1 row × 3 columns selected");
  hands.over(3, 0);
  expect(hands.text(".wl-grid-extent")).toBe("4 rows × 1 column selected");
  hands.over(0, 0);
  expect(hands.text(".wl-grid-extent")).toBe("");
});

test("a press with Shift selects up to there, upwards too", () => {
  const hands = new Hands();
  hands.click(3, 2);
  hands.click(2, 1, { shiftKey: true });
  expect(hands.selected).toEqual(["104", "12", "106", "13"]);
  expect(hands.grid.selection.at).toEqual({ row: 3, column: 2 });
});

test("the other button keeps a selection it is in and moves one it is not in", () => {
  const hands = new Hands();
  hands.press(0, 1);
  hands.over(1, 1);
  hands.press(1, 1, { button: 2 });
  expect(hands.selected).toEqual(["100", "102"]);
  hands.press(3, 1, { button: 2 });
  expect(hands.selected).toEqual(["106"]);
});

test("a press on the number of a row selects the row, and dragging goes on by rows", () => {
  const hands = new Hands();
  const style = vi
    .spyOn(window, "getComputedStyle")
    .mockReturnValue({ width: "30px" } as CSSStyleDeclaration);
  hands.press(1, 0, { clientX: 12 });
  expect(hands.selected).toEqual(["2024-02", "102", "11"]);
  hands.over(2, 0);
  expect(hands.selected).toHaveLength(6);
  hands.press(1, 0, { clientX: 31 });
  expect(hands.selected).toEqual(["2024-02"]);
  hands.click(2, 0, { pointerType: "touch", clientX: 12 });
  expect(hands.selected).toEqual(["2024-03", "104", "12"]);
  expect(hands.editor).toBeNull();
  style.mockRestore();
});

test("the mouse edits at the second press, a finger and a screen reader at the first", () => {
  const hands = new Hands();
  hands.click(1, 1);
  expect(hands.editor).toBeNull();
  hands.click(1, 1);
  expect(hands.editor?.value).toBe("102");
  hands.key("Escape");
  hands.click(2, 1, { pointerType: "touch" });
  expect(hands.editor?.value).toBe("104");
  hands.release(3, 1); // a click that no pointer went down for
  expect(hands.editor?.value).toBe("106");
});

test("a second press that becomes a drag does not edit", () => {
  const hands = new Hands();
  hands.click(1, 1);
  hands.press(1, 1);
  hands.over(2, 1);
  hands.release(2, 1);
  expect(hands.editor).toBeNull();
  expect(hands.selected).toEqual(["102", "104"]);
});

test("a press inside an open editor is the editor's", () => {
  const hands = new Hands();
  hands.click(1, 1);
  hands.click(1, 1);
  const event = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
  hands.editor?.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
  expect(hands.grid.busy).toBe(true);
});

test("nothing is to be deleted before a cell was active", () => {
  const hands = new Hands();
  const remover = hands.all(".wl-grid-delete")[0] as HTMLButtonElement;
  expect(remover.disabled).toBe(true);
  hands.cell(0, 0).focus(); // by Tab
  expect(remover.disabled).toBe(false);
});

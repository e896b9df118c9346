// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";
import { COLUMNS, Hands, ROWS } from "./hands";

const at = (hands: Hands) => {
  const { row, column } = hands.grid.selection.at;
  expect(document.activeElement).toBe(hands.cell(row, column));
  return [row, column];
};

test.each([
  ["ArrowDown", {}, [2, 1]],
  ["ArrowUp", {}, [0, 1]],
  ["ArrowLeft", {}, [1, 0]],
  ["ArrowRight", {}, [1, 2]],
  ["ArrowDown", { ctrlKey: true }, [3, 1]],
  ["ArrowUp", { metaKey: true }, [0, 1]],
  ["ArrowRight", { ctrlKey: true }, [1, 2]],
  ["Home", {}, [1, 0]],
  ["End", {}, [1, 2]],
  ["Home", { ctrlKey: true }, [0, 0]],
  ["End", { ctrlKey: true }, [3, 2]],
  ["PageDown", {}, [2, 1]],
  ["PageUp", {}, [0, 1]],
])("%s with %o goes to %o", (key, more, place) => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  expect(hands.key(key, more)).toBe(true);
  expect(at(hands)).toEqual(place);
});

test("arrows stop at the edges", () => {
  const hands = new Hands();
  hands.grid.go({ row: 0, column: 0 });
  hands.key("ArrowUp");
  hands.key("ArrowLeft");
  expect(at(hands)).toEqual([0, 0]);
  hands.grid.go({ row: 3, column: 2 });
  hands.key("ArrowDown");
  hands.key("ArrowRight");
  expect(at(hands)).toEqual([3, 2]);
});

test("Shift takes the selection along, Escape gives it up, Ctrl+A takes all, Shift+Space the row", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("ArrowDown", { shiftKey: true });
  hands.key("End", { shiftKey: true });
  expect(hands.selected).toEqual(["102", "11", "104", "12"]);
  hands.key("Escape");
  expect(hands.selected).toEqual(["102"]);
  expect(hands.key("Escape")).toBe(false); // a dialog around it may close
  hands.key(" ", { shiftKey: true });
  expect(hands.selected).toEqual(["2024-02", "102", "11"]);
  hands.key("a", { ctrlKey: true });
  expect(hands.selected).toHaveLength(12);
});

test("a letter begins to type and replaces; Enter keeps and goes down", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  expect(hands.key("7")).toBe(false); // the browser puts it into the editor
  expect(hands.editor?.value).toBe("");
  expect(document.activeElement).toBe(hands.editor);
  hands.type("70");
  hands.key("Enter");
  expect(hands.edits).toEqual([{ op: "set", cells: [[1, 1, "70"]] }]);
  expect(at(hands)).toEqual([2, 1]);
  expect(hands.cell(1, 1).textContent).toBe("70");
});

test.each(["Enter", "F2", " "])("%o edits what is there", (key) => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  expect(hands.key(key)).toBe(true);
  expect(hands.editor?.value).toBe("102");
  expect(hands.editor?.getAttribute("aria-label")).toBe("New leads, row 2");
});

test("Escape leaves what was there; what is unchanged is not sent", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("F2");
  hands.type("9");
  hands.key("Escape");
  hands.key("F2");
  hands.key("Enter");
  expect(hands.edits).toEqual([]);
  expect(hands.lines[1]).toEqual(ROWS[1]);
});

test("while editing, Tab goes through the cells, and out at the ends", () => {
  const hands = new Hands();
  hands.grid.go({ row: 0, column: 2 });
  hands.key("F2");
  expect(hands.key("Tab")).toBe(true);
  expect(at(hands)).toEqual([1, 0]);
  hands.key("F2");
  expect(hands.key("Tab", { shiftKey: true })).toBe(true);
  expect(at(hands)).toEqual([0, 2]);
  hands.grid.go({ row: 3, column: 2 });
  hands.key("F2");
  expect(hands.key("Tab")).toBe(false);
  expect(at(hands)).toEqual([3, 2]);
});

test("Tab leaves the grid while nothing is edited", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  expect(hands.key("Tab")).toBe(false);
});

test("arrows move the caret where an editor was opened to correct, and leave the cell where it was typed over", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("F2");
  expect(hands.key("ArrowDown")).toBe(false);
  expect(hands.grid.busy).toBe(true);
  hands.key("Escape");
  hands.key("5");
  hands.type("5");
  expect(hands.key("ArrowUp")).toBe(true);
  expect(at(hands)).toEqual([0, 1]);
  expect(hands.edits).toHaveLength(1);
});

test("a letter that is still composed is left alone", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 0 });
  hands.key("F2");
  expect(hands.key("Enter", { isComposing: true })).toBe(false);
  expect(hands.grid.busy).toBe(true);
});

test("a finger's editor goes along, so that the keyboard of the phone stays", () => {
  const hands = new Hands();
  hands.click(0, 1, { pointerType: "touch" });
  hands.key("Enter");
  expect(hands.editor?.value).toBe("102");
  hands.key("Tab");
  expect(hands.editor?.value).toBe("11");
});

test.each(["Delete", "Backspace"])("%s empties the selection, once", (key) => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("ArrowRight", { shiftKey: true });
  hands.key(key);
  hands.key(key);
  expect(hands.edits).toEqual([
    {
      op: "set",
      cells: [
        [1, 1, ""],
        [1, 2, ""],
      ],
    },
  ]);
});

test("keys of commands are the browser's, and no key but Undo and Redo reaches what is around the grid", () => {
  const hands = new Hands();
  const around = vi.fn();
  document.body.addEventListener("keydown", around);
  hands.grid.go({ row: 1, column: 1 });
  expect(hands.key("z", { ctrlKey: true })).toBe(false);
  expect(hands.key("y", { ctrlKey: true })).toBe(false);
  expect(around).toHaveBeenCalledTimes(2);
  around.mockClear();
  expect(hands.key("d", { altKey: true })).toBe(false);
  expect(hands.grid.busy).toBe(false);
  hands.key("@", { ctrlKey: true, altKey: true, modifierAltGraph: true }); // typed so on a German keyboard
  expect(hands.grid.busy).toBe(true);
  hands.key("x");
  hands.key("z", { ctrlKey: true }); // of the letters that are typed
  expect(around).not.toHaveBeenCalled();
  document.body.removeEventListener("keydown", around);
});

test("going beyond what is drawn draws the rest", () => {
  const rows = Array.from({ length: 400 }, (_, i) => [`row ${i}`, "1", "1"]);
  const hands = new Hands({ rows });
  hands.grid.go({ row: 149, column: 0 });
  hands.key("ArrowDown");
  expect(hands.all(".wl-grid-row")).toHaveLength(400);
  expect(at(hands)).toEqual([150, 0]);
});

test("what is typed keeps its place, its text and its caret while a reply is drawn", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("F2");
  hands.type("99");
  hands.editor?.setSelectionRange(1, 2);
  hands.grid.show({ columns: COLUMNS, rows: ROWS.map((row) => [...row]), marks: [[1, 1, "is odd"]] });
  expect(document.activeElement).toBe(hands.editor);
  expect(hands.editor?.value).toBe("10299");
  expect([hands.editor?.selectionStart, hands.editor?.selectionEnd]).toEqual([1, 2]);
  expect(hands.editor?.getAttribute("aria-describedby")).toBe(hands.all(".wl-grid-note")[0]?.id);
});

test("an open editor moves along with its column, and says so where the column goes", () => {
  const hands = new Hands();
  const [month, leads, wins] = COLUMNS as [(typeof COLUMNS)[0], (typeof COLUMNS)[0], (typeof COLUMNS)[0]];
  const worked = { key: "worked", label: "Worked", hint: "80", numeric: true };
  hands.grid.go({ row: 1, column: 2 });
  hands.key("F2");
  hands.type("5");
  hands.editor?.setSelectionRange(1, 1);
  hands.grid.show({
    columns: [month, leads, worked, wins],
    rows: ROWS.map(([a = "", b = "", c = ""]) => [a, b, "", c]),
  });
  expect(hands.editor?.value).toBe("115");
  expect(hands.editor?.selectionStart).toBe(1);
  expect(hands.cell(1, 3).contains(hands.editor)).toBe(true);
  expect(document.activeElement).toBe(hands.editor);
  hands.grid.show({ columns: [month, leads], rows: ROWS.map(([a = "", b = ""]) => [a, b]) });
  expect(hands.editor).toBeNull();
  expect(hands.said).toEqual(["The column that was being edited is gone."]);
  expect(hands.grid.node.contains(document.activeElement)).toBe(true);
  expect(hands.edits).toEqual([]);
});

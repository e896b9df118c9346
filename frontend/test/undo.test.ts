// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { listenForUndo } from "../src/undo";

let stop = () => {};
afterEach(() => {
  stop();
  document.body.replaceChildren();
});

function begun(html: string) {
  document.body.innerHTML = html;
  const act = vi.fn();
  stop = listenForUndo(document, act);
  return act;
}

function press(target: Element | null, key: string, more: KeyboardEventInit = { ctrlKey: true }): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target?.dispatchEvent(event);
  return event.defaultPrevented;
}

test.each([
  ["z", { ctrlKey: true }, "undo"],
  ["z", { metaKey: true }, "undo"],
  ["Z", { ctrlKey: true, shiftKey: true }, "redo"],
  ["Z", { metaKey: true, shiftKey: true }, "redo"],
  ["y", { ctrlKey: true }, "redo"],
])("%s with %o", (key, more, what) => {
  const act = begun("<button>x</button>");
  expect(press(document.querySelector("button"), key, more)).toBe(true);
  expect(act).toHaveBeenCalledExactlyOnceWith(what);
});

test.each([
  ["z", {}],
  ["z", { ctrlKey: true, altKey: true }],
  ["a", { ctrlKey: true }],
])("%s with %o is not ours", (key, more) => {
  const act = begun("<button>x</button>");
  expect(press(document.querySelector("button"), key, more)).toBe(false);
  expect(act).not.toHaveBeenCalled();
});

test("in a field, what is typed and not settled is the browser's to take back; after that it is the page's", () => {
  const act = begun('<div class="wl" data-draft="true"><p class="wl-field"><input type="text"></p></div>');
  const input = document.querySelector("input");
  input?.dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(press(input, "z")).toBe(false);
  document.querySelector<HTMLElement>(".wl")?.setAttribute("data-draft", "false");
  expect(press(input, "z")).toBe(true);
  expect(act).toHaveBeenCalledExactlyOnceWith("undo");
});

test("in a field that nothing was typed into since it got the focus, it is the page's", () => {
  const act = begun("<input type=text><textarea></textarea>");
  const [input, area] = [document.querySelector("input"), document.querySelector("textarea")];
  area?.dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(press(area, "z")).toBe(false);
  area?.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  expect(press(input, "z")).toBe(true);
  expect(act).toHaveBeenCalledTimes(1);
});

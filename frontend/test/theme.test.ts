// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { choose, chosen, isDark, offer, onTheme } from "../src/theme";

beforeEach(() => {
  localStorage.clear();
  delete document.documentElement.dataset.theme;
  document.body.innerHTML = "<footer></footer>";
});
afterEach(() => vi.restoreAllMocks());

test("a choice is shown and kept, and the system's is neither", () => {
  choose("dark");
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(localStorage.getItem("weak-link theme")).toBe("dark");
  expect(chosen()).toBe("dark");
  choose("system");
  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect(localStorage.getItem("weak-link theme")).toBeNull();
  expect(chosen()).toBe("system");
});

test("a browser that keeps nothing shows it all the same", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("no");
  });
  choose("light");
  expect(document.documentElement.dataset.theme).toBe("light");
});

test("the choice is offered once, and begins with what is chosen", () => {
  choose("light");
  const footer = document.querySelector("footer");
  offer(footer);
  offer(footer);
  const [select, ...more] = document.querySelectorAll("select");
  expect(more).toEqual([]);
  expect(select?.value).toBe("light");
  if (select) select.value = "dark";
  select?.dispatchEvent(new Event("change"));
  expect(chosen()).toBe("dark");
});

test.each([
  ["rgb(27, 31, 36)", false],
  ["rgb(232, 235, 239)", true],
])("letters in %s: dark is %s", (color, dark) => {
  document.body.style.color = color;
  expect(isDark(document.body)).toBe(dark);
});

test("a change is heard until nobody listens", async () => {
  const heard = vi.fn();
  const end = onTheme(heard);
  document.body.dataset.jpThemeLight = "false";
  await vi.waitFor(() => expect(heard).toHaveBeenCalled());
  end();
});

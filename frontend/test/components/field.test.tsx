// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Field, type FieldProps } from "../../src/components/Field";

const LEADS = {
  key: "leads",
  label: "Leads",
  term: "new ones",
  unit: "a month",
  kind: "count",
  group: "",
  options: [],
};
const DATES = {
  ...LEADS,
  key: "dates",
  kind: "choice",
  group: "asked",
  options: [
    ["", "…"],
    ["dmy", "3/4 is 3 April"],
    ["mdy", "3/4 is 4 March"],
  ],
};

let place: HTMLElement;
const onType = vi.fn();

beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
  vi.clearAllMocks();
});
afterEach(() => place.remove());

const show = (props: Partial<FieldProps>) =>
  act(() => render(<Field field={LEADS} prefix="x" text="" onType={onType} {...props} />, place));
const input = () => place.querySelector("input") as HTMLInputElement;

test("it has a label, and is described by its meaning, its unit and what is said of it", async () => {
  await show({ text: "12", error: "12 is too many.", note: "of all" });
  expect(place.querySelector("label")?.htmlFor).toBe(input().id);
  const ids = input().getAttribute("aria-describedby")?.split(" ") ?? [];
  expect(ids.map((id) => document.getElementById(id)?.textContent)).toEqual([
    "new ones",
    "a month",
    "of all",
    "12 is too many.",
  ]);
  expect(input().getAttribute("aria-invalid")).toBe("true");
  expect(place.querySelector(".wl-field")?.className).toContain("wl-wrong");
  await show({ text: "12", missing: "Type it." });
  expect(input().hasAttribute("aria-invalid")).toBe(false);
  expect(place.querySelector(".wl-missing .wl-said")?.textContent).toBe("Type it.");
});

test("what is typed is told, and is not replaced under the hands unless all is filled anew", async () => {
  await show({ text: "1", revision: 1 });
  input().focus();
  input().value = "12";
  input().dispatchEvent(new Event("input", { bubbles: true }));
  expect(onType).toHaveBeenCalledWith("leads", "12");
  await show({ text: "1", revision: 2 });
  expect(input().value).toBe("12");
  await show({ text: "1", revision: 3, fill: true });
  expect(input().value).toBe("1");
});

test("where nobody types, an answer sets the text", async () => {
  await show({ text: "1", revision: 1 });
  input().value = "7";
  await show({ text: "1", revision: 2 });
  expect(input().value).toBe("1");
});

test("answers that lead nowhere are not offered", async () => {
  await show({ field: DATES, offered: [["dmy", ""]] });
  const options = [...place.querySelectorAll("option")];
  expect(options.map(({ value, disabled }) => [value, disabled])).toEqual([
    ["", false],
    ["dmy", false],
    ["mdy", true],
  ]);
});

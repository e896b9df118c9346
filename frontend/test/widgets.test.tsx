// @vitest-environment happy-dom
import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { mountPart, type PartModel } from "../src/widgets";

/** A widget's model, as anywidget gives it. */
class Model implements PartModel {
  readonly listeners = new Map<string, Set<() => void>>();
  readonly saved: unknown[] = [];
  readonly send = vi.fn();

  constructor(readonly traits: Record<string, unknown>) {}

  get(name: string): unknown {
    return this.traits[name];
  }

  set(name: string, value: unknown): void {
    this.traits[name] = value;
    for (const told of this.listeners.get(`change:${name}`) ?? []) told();
  }

  save_changes(): void {
    this.saved.push(structuredClone(this.traits.texts));
  }

  on(name: string, told: () => void): void {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(told));
  }

  off(name: string, told: () => void): void {
    this.listeners.get(name)?.delete(told);
  }
}

const side = { side: "marketing", title: "Marketing brings people", fullness: [1, 1, 1], who: "31 leads" };
const door = { direct: "", sides: [side, { ...side, side: "sales", title: "Sales" }] };
const field = { key: "leads", label: "Leads", term: "", unit: "", kind: "count", group: "", options: [] };
const form = { title: "Your numbers", fields: [field], errors: {}, missing: {}, notes: {} };

let place: HTMLElement;
beforeEach(() => {
  place = document.createElement("div");
  document.body.replaceChildren(place);
});

test("nothing to show is said in words, and a door follows what it is given", async () => {
  const model = new Model({ _pane: { empty: "Nothing to show yet." } });
  await act(() => void mountPart(model, place));
  expect(place.textContent).toBe("Nothing to show yet.");
  await act(() => model.set("_pane", { kind: "door", door }));
  expect(place.querySelectorAll(".wl-door-side")).toHaveLength(2);
  expect(model.send).not.toHaveBeenCalled();
});

test("a chart asks its kernel for plotly.js", async () => {
  const pane = {
    kind: "chart",
    chart: { title: "Bridge", figure: { data: [], layout: {} }, caption: "", text: "In words" },
  };
  const model = new Model({ _pane: pane, _draws: true });
  await act(() => void mountPart(model, place));
  await vi.waitFor(() => expect(model.send).toHaveBeenCalledWith({ do: "plotly" }));
  expect(place.querySelector("[role=img]")?.getAttribute("aria-label")).toBe("In words");
});

test("what is typed is sent once it has settled, with what was there", async () => {
  vi.useFakeTimers();
  const model = new Model({ _pane: { kind: "form", form }, texts: { wins: "9" } });
  await act(() => void mountPart(model, place));
  const input = place.querySelector("input") as HTMLInputElement;
  for (const text of ["1", "12"]) {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  expect(model.saved).toEqual([]);
  await act(() => void vi.advanceTimersByTime(700));
  expect(model.saved).toEqual([{ wins: "9", leads: "12" }]);
  input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(model.saved).toHaveLength(1);
  vi.useRealTimers();
});

test("what is wrong is said in its field, and a view that is closed hears nothing more", async () => {
  const wrong = { ...form, errors: { leads: "“x” is not a number." } };
  const model = new Model({ _pane: { kind: "form", form: wrong }, texts: {} });
  let close = () => {};
  await act(() => {
    close = mountPart(model, place);
  });
  expect(place.querySelector(".wl-said")?.textContent).toBe("“x” is not a number.");
  expect(place.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
  await act(() => close());
  expect([...model.listeners.values()].every((told) => told.size === 0)).toBe(true);
});

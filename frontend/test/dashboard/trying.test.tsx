// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { StoreContext } from "../../src/dashboard/context";
import { SETTLE_MS } from "../../src/dashboard/store/settling";
import { Store } from "../../src/dashboard/store/store";
import { LATE_MS, MOVE_MS } from "../../src/dashboard/store/talk";
import { WhatIfCard } from "../../src/dashboard/WhatIfCard";
import type { ScenarioColumn, WhatIfPane } from "../../src/messages/messages";
import { answer, Other, opened, view } from "./other";

let store: Store;
let other: Other;

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, "", "/");
  other = new Other();
  store = new Store({ model: other, published: true });
  other.say(opened({ answer: answer("Sales."), what_if: pane() }));
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

function pane(levels: Record<string, number> = {}, more: Partial<WhatIfPane> = {}): WhatIfPane {
  return {
    sliders: [
      {
        link: "closing",
        side: "sales",
        label: "Win rate",
        low: 0,
        high: 1,
        step: 0.1,
        value: levels["closing"] ?? 0.2,
        text: "20%",
        about: "now 20%",
      },
    ],
    levels,
    customers: "20 customers per month",
    worth: "",
    gain: "",
    next: "",
    said: "With the sliders: 20.",
    ranges: [],
    ranges_caption: "",
    columns: [column("now")],
    worth_title: "",
    not_sure: "",
    ...more,
  };
}

function column(key: string): ScenarioColumn {
  return {
    key,
    moved: [],
    levels: { closing: 0.5 },
    customers: "20",
    gain: "",
    worth: "",
    weak: "",
    problem: "",
  };
}

function same(what_if?: WhatIfPane) {
  return view({ answer: { same: true, revision: 1 }, ...(what_if && { what_if }) });
}

test("a slider asks at once; while an answer is awaited only the last of its moves waits", () => {
  store.trying.move("closing", 0.3);
  expect(other.last).toMatchObject({ do: "try", levels: { closing: 0.3 }, step: true });
  store.trying.move("closing", 0.4);
  store.trying.move("closing", 0.5);
  expect(other.heard.length).toBe(2);
  other.say(same(pane({ closing: 0.3 })));
  expect(other.heard.length).toBe(2); // a server takes only so many messages in a second
  vi.advanceTimersByTime(MOVE_MS);
  expect(other.last).toMatchObject({ do: "try", levels: { closing: 0.5 }, step: false });
  expect(store.trying.levels.value).toEqual({ closing: 0.5 });
  other.say(same(pane({ closing: 0.5 })));
  expect(store.trying.levels.value).toBeNull();
});

test("the answer to a move changes what is tried, the address and Undo, and leaves the rest of the view", () => {
  const before = store.shown.value;
  store.trying.move("closing", 0.3);
  const moved = { revision: 7, query: "tried=closing-0.3", can_undo: true, what_if: pane({ closing: 0.3 }) };
  other.say(moved);
  const { view: shown, whatIf, answer, settledRevision, ...rest } = store.shown.value;
  expect(whatIf?.levels).toEqual({ closing: 0.3 });
  expect(shown).toEqual({ ...before.view, ...moved, seq: other.last?.["seq"] });
  expect(answer).toBe(before.answer);
  expect([rest.answerRevision, settledRevision]).toEqual([7, 7]);
  expect([rest.form, rest.forms, rest.stale]).toEqual([before.form, before.forms, false]);
  expect(store.trying.levels.value).toBeNull();
});

test("a scenario is saved of where the sliders are, however fast they were moved", () => {
  store.trying.move("closing", 0.3);
  other.say(same(pane({ closing: 0.3 })));
  store.trying.move("closing", 0.4);
  store.trying.keep("scenario_a", true);
  expect(other.heard.slice(-2)).toMatchObject([{ levels: { closing: 0.4 } }, { do: "scenario" }]);
});

test("a slider that is dragged for a second sends no more than a server takes", () => {
  for (let time = 0; time < 1000; time += 10) {
    store.trying.move("closing", time / 1000);
    other.say(same(pane({ closing: time / 1000 })));
    vi.advanceTimersByTime(10);
  }
  expect(other.heard.length).toBeLessThan(24);
});

test("another slider is added to what is tried, and begins a step of undo", () => {
  other.say(same(pane({ closing: 0.3 })));
  store.trying.move("closing", 0.4);
  other.say(same(pane({ closing: 0.4 })));
  vi.advanceTimersByTime(MOVE_MS);
  store.trying.move("reach", 400);
  expect(other.last).toMatchObject({ levels: { closing: 0.4, reach: 400 }, step: true });
});

test("the answer is no draft and not of other numbers while sliders are moved; only the card is marked", () => {
  store.trying.move("closing", 0.3);
  vi.advanceTimersByTime(LATE_MS + 1);
  expect(store.life.value).toEqual({ draft: false, stale: false });
  expect(store.trying.behind.value).toBe(true);
  other.say(same(pane({ closing: 0.3 })));
  expect(store.trying.behind.value).toBe(false);
});

test("what is tried is read aloud once the sliders rest, and not the headline", () => {
  store.spoken.value = "";
  store.trying.move("closing", 0.3);
  other.say(same(pane({ closing: 0.3 })));
  expect(store.spoken.value).toBe("");
  vi.advanceTimersByTime(SETTLE_MS);
  expect(store.spoken.value).toBe("With the sliders: 20.");
});

test("a view without what-if keeps the last one; one that has none takes it away", () => {
  other.say(view({ answer: answer("Sales.", 2), draft: true }));
  expect(store.shown.value.whatIf).not.toBeNull();
  other.say(view({ answer: answer("Sales.", 3), what_if: null }));
  expect(store.shown.value.whatIf).toBeNull();
  other.say(view({ answer: answer("Sales.", 4), what_if: pane() }));
  other.say(view({ answer: null, cleared: true, forgotten: true }));
  expect(store.shown.value.whatIf).toBeNull();
});

test("the card saves what is tried, shows a scenario on the sliders and removes it; its buttons can always be reached", async () => {
  const place = document.createElement("div");
  document.body.append(place);
  const draw = () =>
    act(() =>
      render(
        <StoreContext.Provider value={store}>
          <WhatIfCard />
        </StoreContext.Provider>,
        place,
      ),
    );
  const button = (name: string) =>
    [...place.querySelectorAll<HTMLButtonElement>(".wl-whatif button")].find(
      (one) => (one.getAttribute("aria-label") ?? one.textContent) === name,
    ) as HTMLButtonElement;
  await draw();
  const save = button("Save as scenario A");
  expect(save.getAttribute("aria-disabled")).toBe("true");
  expect(save.disabled).toBe(false);
  const heard = other.heard.length;
  save.click();
  expect(other.heard.length).toBe(heard);

  await act(() =>
    other.say(same(pane({ closing: 0.5 }, { columns: [column("now"), column("scenario_a")] }))),
  );
  button("Save as scenario A").click();
  expect(other.last).toMatchObject({ do: "scenario", slot: "scenario_a", keep: true });
  await act(() => other.say(same()));
  button("Show scenario A on the sliders").click();
  expect(other.last).toMatchObject({ do: "try", levels: { closing: 0.5 } });
  await act(() => other.say(same()));
  button("Remove scenario A").click();
  expect(other.last).toMatchObject({ do: "scenario", slot: "scenario_a", keep: false });
  expect(document.activeElement).toBe(button("Save as scenario A"));
  render(null, place);
});

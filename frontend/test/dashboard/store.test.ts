// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sentence } from "../../src/dashboard/store/shown";
import { Store, type StoreOptions } from "../../src/dashboard/store/store";
import type { Line } from "../../src/line/line";
import type { Reply } from "../../src/messages/messages";
import { answer, Other, opened, view } from "./other";

let store: Store | null = null;

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, "", "/");
  sessionStorage.clear();
});
afterEach(() => {
  store?.close();
  vi.useRealTimers();
});

function begun(options: Partial<StoreOptions> = {}) {
  const other = new Other();
  store = new Store({ model: other, published: true, ...options });
  return { other, store };
}

/** A line that is only what the store sets and reads. */
function fakeLine() {
  return { state: "open", refusal: "", start() {}, close() {} } as unknown as Line;
}

test("it greets with its address and the table that the tab keeps", () => {
  history.replaceState(null, "", "/#leads=310");
  sessionStorage.setItem("weak-link table", "2025-01");
  const languages = navigator.languages.join(",");
  expect(begun().other.heard).toEqual([
    { do: "hello", query: "leads=310", kept: "2025-01", languages, seq: 1 },
  ]);
});

test("inside a consultation it has no address and keeps nothing", () => {
  history.replaceState(null, "", "/#case=x.json");
  const { other, store } = begun({ published: false });
  expect(other.last).toMatchObject({ query: "", kept: null });
  other.say(opened({ query: "leads=1", kept: "table" }));
  vi.advanceTimersByTime(1000);
  store.type("leads", "5");
  vi.advanceTimersByTime(1000);
  expect(location.hash).toBe("#case=x.json");
  expect(sessionStorage.length).toBe(0);
});

test("the first answer is shown before the other side has said anything, and what is typed waits for it", () => {
  const { other, store } = begun({ first: opened({ seq: 0, answer: answer("Sales.") }) });
  expect(sentence(store.shown.value)).toBe("Sales.");
  store.type("leads", "12");
  expect(other.heard.length).toBe(1);
  other.say(opened({ answer: answer("Sales.") }));
  expect(other.last).toMatchObject({ do: "type", texts: { leads: "12" }, step: true });
  expect(store.talk.typed("leads")).toBe("12");
});

test("the address has what was typed a moment later, and what was answered after that", () => {
  const { other, store } = begun();
  other.say(opened({ query: "example=x", texts: { leads: "10", wins: "2" } }));
  vi.advanceTimersByTime(250);
  expect(location.hash).toBe("#example=x");
  store.type("leads", "12");
  expect(location.hash).toBe("#example=x");
  vi.advanceTimersByTime(250);
  expect(location.hash).toBe("#leads=12&wins=2");
  other.say(view({ query: "leads=12&wins=2&said=1" }));
  vi.advanceTimersByTime(250);
  expect(location.hash).toBe("#leads=12&wins=2&said=1");
});

test("what is typed is in the address when the page is left, and what was cleared is not", () => {
  const { other, store } = begun();
  other.say(opened({ query: "leads=10&wins=2&said=1" }));
  store.type("leads", "12");
  store.type("wins", "");
  window.dispatchEvent(new Event("pagehide"));
  expect(location.hash).toBe("#leads=12");
  expect(other.last).toMatchObject({ texts: { wins: "" } });
});

test("an address that a person changes is asked for", () => {
  const { other } = begun();
  history.replaceState(null, "", "/#leads=3");
  window.dispatchEvent(new Event("hashchange"));
  expect(other.last).toMatchObject({ do: "address", query: "leads=3" });
});

test("a table that is too long for the address is kept by the tab until there is none", () => {
  const { other, store } = begun();
  other.say(opened({ way: "table", kept: "rows" }));
  expect(sessionStorage.getItem("weak-link table")).toBe("rows");
  expect(store.tooLong).toBe(true);
  other.say(view({ way: "table", kept: null }));
  expect(store.tooLong).toBe(true);
  other.say(view({ way: "table", kept: "" }));
  expect(sessionStorage.getItem("weak-link table")).toBeNull();
  expect(store.tooLong).toBe(false);
});

test("a line to somebody who knows nothing of the page says everything again", () => {
  const line = fakeLine();
  const { other } = begun({ line });
  other.say(opened({ query: "leads=5", way: "table", kept: "rows" }));
  expect(line.again()).toMatchObject([[{ do: "hello", query: "leads=5", kept: "rows" }]]);
});

test("a line that is lost or refused is said", () => {
  const line = fakeLine();
  const { store } = begun({ line });
  line.state = "lost";
  line.onchange();
  expect(store.connection.value).toEqual({ lost: true, refusal: "" });
  line.state = "refused";
  line.refusal = "Too many pages.";
  line.onchange();
  expect(store.connection.value).toEqual({ lost: true, refusal: "Too many pages." });
  line.state = "open";
  line.onchange();
  expect(store.connection.value.lost).toBe(false);
});

test("a notice is shown until the next answer, a failure marks what is shown", () => {
  const { other, store } = begun();
  other.say(opened({ answer: answer("Sales."), notice: "That file is damaged." }));
  expect(store.notice.value).toEqual({ text: "That file is damaged.", alarming: true });
  store.ask({ do: "undo" });
  other.say(view());
  expect(store.notice.value.text).toBe("");
  store.ask({ do: "undo" });
  other.say({ fault: "Something failed here.", detail: "" });
  expect(store.notice.value).toEqual({ text: "Something failed here.", alarming: true });
  expect(store.shown.value.stale).toBe(true);
});

test("progress is shown of the work that is awaited, and the charts wait for the words after it", () => {
  const { other, store } = begun();
  other.say(opened());
  store.ask({ do: "undo" });
  other.say({ progress: "Counting", share: 0.5, seq: 1 });
  expect(store.progress.value).toBeNull();
  other.say({ progress: "Counting", share: 0.5 });
  expect(store.progress.value).toEqual({ text: "Counting", share: 0.5 });
  other.say({ progress: "Counting", share: null });
  expect(store.progress.value).toEqual({ text: "Counting", share: undefined });
  other.say(view());
  expect(store.progress.value).toBeNull();
  expect(store.charts.held.value).toBe(true);
  vi.advanceTimersByTime(100);
  expect(store.charts.held.value).toBe(false);
});

test("a pong says nothing, and an answer to a page that was left is not shown", () => {
  const { other, store } = begun();
  other.say(view({ answer: answer("Old.") } as Reply));
  expect(store.shown.value.view).toBeNull();
  other.say(opened({ answer: answer("Sales.") }));
  other.say({ pong: true });
  expect(sentence(store.shown.value)).toBe("Sales.");
});

test("a page that is closed hears nothing more", () => {
  const { other, store } = begun();
  store.close();
  other.say(opened({ answer: answer("Sales.") }));
  expect(store.shown.value.view).toBeNull();
});

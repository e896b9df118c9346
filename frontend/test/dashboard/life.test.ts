// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { headline, stateLine } from "../../src/dashboard/store/life";
import { SETTLE_MS } from "../../src/dashboard/store/settling";
import { saidOf } from "../../src/dashboard/store/shown";
import { Store, type StoreOptions } from "../../src/dashboard/store/store";
import { LATE_MS } from "../../src/dashboard/store/talk";
import type { Line } from "../../src/line/line";
import { answer, Other, opened, view } from "./other";

let store: Store;
let other: Other;

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, "", "/");
  begin();
  other.say(opened({ answer: answer("Sales is the weak link (96% likely)."), texts: { leads: "10" } }));
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

function begin(options: Partial<StoreOptions> = {}) {
  store?.close();
  other = new Other();
  store = new Store({ model: other, published: true, ...options });
}

const sent = () => other.heard.map((message) => message["do"]);
const draft = (sentence = "Marketing is the weak link.") =>
  view({ draft: true, answer: answer(sentence, 2) });
const line = () => stateLine(store.shown.value, store.life.value, store.now);
const title = () => headline(store.shown.value, store.life.value, store.now);

test("what is typed goes out at once and settles after a pause, counted from the last key", () => {
  store.type("leads", "1");
  expect(sent()).toEqual(["hello", "type"]);
  other.say(draft());
  vi.advanceTimersByTime(SETTLE_MS - 1);
  store.type("leads", "12");
  other.say(draft());
  vi.advanceTimersByTime(SETTLE_MS - 1);
  expect(sent()).toEqual(["hello", "type", "type"]);
  vi.advanceTimersByTime(1);
  expect(other.last).toMatchObject({ do: "settle" });
});

test("it settles at once where the field is left, and nothing is sent where nothing was typed", () => {
  store.settle();
  expect(sent()).toEqual(["hello"]);
  store.type("leads", "12");
  store.settle();
  store.settle();
  vi.advanceTimersByTime(5000);
  expect(sent()).toEqual(["hello", "type", "settle"]);
});

test("what is typed after it was settled is another step for Undo", () => {
  store.type("leads", "12");
  other.say(draft());
  store.type("leads", "123");
  expect(other.last).toMatchObject({ do: "type", step: false });
  other.say(draft());
  store.settle();
  other.say(view({ draft: false, answer: answer("Sales.", 3) }));
  store.type("leads", "1234");
  expect(other.last).toMatchObject({ do: "type", step: true });
});

test("what is chosen is meant at once", () => {
  store.choose({ benchmark: "own" });
  expect(sent()).toEqual(["hello", "type", "settle"]);
});

test("a draft has no verdict from the first key on, and its figures follow", () => {
  store.type("leads", "12");
  expect(store.life.value.draft).toBe(true);
  expect(title()).toMatch(/^Draft/);
  other.say(draft());
  expect(title()).toMatch(/^Draft/);
  expect(store.shown.value.answer?.sentence).toBe("Marketing is the weak link.");
  expect(store.shown.value.settled?.sentence).toBe("Sales is the weak link (96% likely).");
  expect(line()).toMatch(/typed so far/);
  store.settle();
  other.say(view({ draft: false, answer: { same: true, revision: 3 } }));
  expect(title()).toBe("Marketing is the weak link.");
  expect(store.life.value).toEqual({ draft: false, stale: false });
});

test("while somebody types, the settled answer is shown again where what is typed gives none", () => {
  store.type("leads", "12");
  other.say(draft());
  store.type("leads", "12x");
  other.say(view({ draft: true, answer: null, stale: true, errors: { leads: "not a number" } }));
  expect(store.shown.value.answer?.sentence).toBe("Sales is the weak link (96% likely).");
  expect(store.life.value).toEqual({ draft: true, stale: true });
});

test("what is half typed is not told to be wrong; what was wrong before is, until it is right", () => {
  store.type("leads", "x");
  other.say(view({ draft: true, answer: null, stale: true, errors: { leads: "not a number" } }));
  expect(saidOf(store.shown.value, true, "leads").error).toBe("");
  other.say(view({ draft: false, answer: null, stale: true, errors: { leads: "not a number" } }));
  expect(saidOf(store.shown.value, false, "leads").error).toBe("not a number");
  store.type("leads", "xy");
  expect(saidOf(store.shown.value, true, "leads").error).toBe("not a number");
  other.say(draft());
  expect(saidOf(store.shown.value, true, "leads").error).toBe("");
});

test("an improbable number waits: it is asked about, and confirmed or typed over", () => {
  store.type("leads", "1400");
  store.settle();
  other.say(view({ ...draft(), doubts: { leads: "Is that right?" } }));
  expect(store.life.value.draft).toBe(true);
  expect(store.shown.value.doubts).toEqual({ leads: "Is that right?" });
  expect(store.spoken.value).toBe("Is that right?");
  store.confirm("leads");
  expect(other.last).toMatchObject({ do: "settle", sure: true });
  other.say(view({ ...draft(), doubts: { leads: "Is that right?" } }));
  store.type("leads", "140");
  expect(store.shown.value.doubts).toEqual({});
});

test("of two questions both are answered before the verdict", () => {
  store.type("leads", "1400");
  store.settle();
  other.say(view({ ...draft(), doubts: { leads: "One?", wins: "Two?" } }));
  store.confirm("leads");
  expect(other.last).not.toHaveProperty("sure");
  store.confirm("wins");
  expect(other.last).toMatchObject({ do: "settle", sure: true });
});

test("an answer of other numbers is marked within 300 ms where no reply comes", () => {
  expect(LATE_MS).toBeLessThan(300);
  store.ask({ do: "undo" });
  expect(store.life.value.stale).toBe(false);
  vi.advanceTimersByTime(LATE_MS);
  expect(store.life.value.stale).toBe(true);
  expect(line()).toBe("This result is for your previous numbers. Working on the new ones …");
  other.say(view({ answer: answer("Sales.", 2) }));
  expect(store.life.value.stale).toBe(false);
  store.ask({ do: "save" });
  vi.advanceTimersByTime(5000);
  expect(store.life.value.stale).toBe(false);
});

test("it says why: the connection, a field, a cell", () => {
  const fake = { state: "open", refusal: "", start() {}, close() {} } as unknown as Line;
  begin({ line: fake });
  other.say(opened({ answer: answer("Sales.") }));
  fake.state = "lost";
  fake.onchange();
  expect(store.spoken.value).toMatch(/^Connection lost/);
  expect(store.life.value.stale).toBe(false);
  store.type("leads", "12");
  vi.advanceTimersByTime(LATE_MS);
  expect(line()).toBe("This result is for your previous numbers. The connection is lost.");
  expect(title()).toBe("Draft. The verdict follows when the connection is back.");
  fake.state = "open";
  fake.onchange();
  expect(store.spoken.value).toBe("Connected again.");
  const fields = ["leads"].map((key) => ({
    key,
    label: "Leads",
    term: "",
    unit: "",
    kind: "count",
    group: "",
    options: [],
  }));
  const bad = { draft: false, answer: null, stale: true, errors: { leads: "“x” is not a number" } };
  other.say(opened({ form: { counts: fields, table: fields }, answer: answer("Sales.") } as never));
  other.say(view(bad));
  expect(line()).toBe("This result is for your previous numbers. Please check “Leads”.");
});

test("one message is read aloud, of what is settled only", () => {
  expect(store.spoken.value).toBe("");
  store.type("leads", "12");
  other.say(draft());
  expect(store.spoken.value).toBe("");
  store.settle();
  other.say(view({ draft: false, answer: { ...answer("Sales.", 3), rests_on: "from 9 sales" } }));
  expect(store.spoken.value).toBe("Sales. That is from 9 sales.");
  store.type("leads", "x");
  other.say(view({ draft: true, answer: null, stale: true, errors: { leads: "not a number" } }));
  expect(store.spoken.value).toBe("Sales. That is from 9 sales.");
  store.settle();
  other.say(view({ draft: false, answer: null, stale: true, errors: { leads: "not a number" } }));
  expect(store.spoken.value).toBe("not a number");
});

test("a page that was left while somebody typed settles what it finds", () => {
  begin();
  other.say(opened({ draft: true, answer: answer("Sales.") }));
  vi.advanceTimersByTime(SETTLE_MS);
  expect(other.last).toMatchObject({ do: "settle" });
});

test("a file is made of a settled answer", () => {
  store.type("leads", "12");
  store.ask({ do: "take", what: "pdf" } as never);
  expect(sent()).toEqual(["hello", "type", "settle", "take"]);
});

import { expect, test, vi } from "vitest";
import { Talk } from "../../src/dashboard/store/talk";
import { Other } from "./other";

function begun() {
  const other = new Other();
  let time = 0;
  const busy: boolean[] = [];
  const talk = new Talk({ model: other, busy: (is) => busy.push(is), now: () => time });
  return { other, talk, busy, pass: (ms: number) => (time += ms) };
}

test("what is typed is sent at once, and while an answer is awaited goes together in the next message", () => {
  const { other, talk } = begun();
  talk.type("leads", "1");
  talk.type("leads", "12");
  talk.type("wins", "3");
  talk.type("leads", "123");
  expect(other.heard).toEqual([{ do: "type", texts: { leads: "1" }, step: true, seq: 1 }]);
  talk.answered(1);
  talk.flush();
  expect(other.last).toMatchObject({ texts: { leads: "123", wins: "3" }, seq: 2 });
});

test("what is typed is known until it is answered, sent or not", () => {
  const { talk } = begun();
  talk.type("leads", "1");
  expect(talk.typed("leads")).toBe("1");
  talk.type("leads", "12");
  expect(talk.typed("leads")).toBe("12");
  expect(talk.settled).toBe(false);
  talk.answered(1);
  talk.flush();
  expect(talk.typed("leads")).toBe("12");
  talk.answered(2);
  expect(talk.typed("leads")).toBeUndefined();
  expect(talk.settled).toBe(true);
});

test("only the answer to the latest message is the one that is awaited", () => {
  const { talk } = begun();
  talk.ask({ do: "undo" });
  talk.ask({ do: "clear" });
  expect(talk.answered(1)).toBe(false);
  expect(talk.waiting).toBe(2);
  expect(talk.answered(2)).toBe(true);
  expect(talk.waiting).toBe(0);
});

test("a message is sent after what was typed before it", () => {
  const { other, talk } = begun();
  talk.ask({ do: "hello" });
  talk.type("leads", "7");
  talk.ask({ do: "undo" });
  expect(other.heard.map((said) => said["do"])).toEqual(["hello", "type", "undo"]);
});

test("another field or a pause begins a step of undo; typing on does not", () => {
  const { other, talk, pass } = begun();
  const typed = (key: string, text: string) => {
    talk.type(key, text);
    talk.answered(talk.waiting);
    return other.last?.["step"];
  };
  expect(typed("leads", "1")).toBe(true);
  pass(300);
  expect(typed("leads", "12")).toBe(false);
  pass(1500);
  expect(typed("leads", "123")).toBe(false);
  pass(1501);
  expect(typed("leads", "1234")).toBe(true);
  expect(typed("wins", "3")).toBe(true);
});

test("work is shown to go on once an answer takes long, and no longer when it is there", () => {
  vi.useFakeTimers();
  const { talk, busy } = begun();
  talk.ask({ do: "undo" });
  vi.advanceTimersByTime(599);
  expect(busy).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(busy).toEqual([true]);
  talk.answered(1);
  expect(busy).toEqual([true, false]);
  talk.ask({ do: "undo" });
  talk.answered(2);
  vi.advanceTimersByTime(1000);
  expect(busy.at(-1)).toBe(false);
  vi.useRealTimers();
});

import { expect, test } from "vitest";
import { Outbox, PAUSE_MS } from "../../src/consultation/outbox";
import type { ConsultationMessage } from "../../src/messages/messages";

function typist() {
  const sent: ConsultationMessage[] = [];
  const clock = { now: 0 };
  const box = new Outbox(
    (message) => sent.push(message),
    () => clock.now,
  );
  const note = (text: string) => box.later("note door", { do: "note", step: "door", text });
  const client = (text: string) => box.later("client", { do: "client", text });
  return {
    box,
    sent,
    clock,
    note,
    client,
    texts: () => sent.map((message) => ("text" in message ? message.text : message.do)),
  };
}

test("while an answer is awaited only the latest of each thing is kept, in the order they were begun", () => {
  const { box, note, client, texts } = typist();
  note("a");
  note("ab");
  client("B");
  note("abc");
  expect(texts()).toEqual(["a"]);
  box.reply(1);
  box.settle();
  expect(texts()).toEqual(["a", "abc", "B"]);
});

test("what was typed is sent before what is asked", () => {
  const { box, note, texts } = typist();
  note("a");
  note("ab");
  expect(box.ask({ do: "undo" })).toBe(3);
  expect(texts()).toEqual(["a", "ab", "undo"]);
});

test("a change after a pause is a step of Undo by itself, also where it was replaced while it waited", () => {
  const { box, note, sent, clock } = typist();
  const pauses = () => sent.map((message) => "pause" in message && message.pause);
  note("a");
  box.reply(1);
  clock.now += PAUSE_MS;
  note("ab");
  expect(pauses()).toEqual([true, false]); // just not a pause
  clock.now += PAUSE_MS + 1;
  note("abc");
  note("abcd");
  box.reply(2);
  box.settle();
  expect(pauses()).toEqual([true, false, true]);
});

test("what is typed waits until its own message is answered", () => {
  const { box, note } = typist();
  expect(box.waiting("note door")).toBe(false);
  note("a");
  expect(box.waiting("note door")).toBe(true);
  note("ab"); // queued
  box.reply(1);
  expect(box.waiting("note door")).toBe(true);
  box.settle();
  expect(box.waiting("note door")).toBe(true);
  box.reply(2);
  expect(box.waiting("note door")).toBe(false);
  expect(box.waiting("client")).toBe(false);
});

test("a number of before the page was loaded anew is not higher than the last that was sent", () => {
  const { box, note, texts } = typist();
  note("a");
  box.reply(7);
  expect(box.answered).toBe(1);
  note("ab");
  expect(texts()).toEqual(["a", "ab"]);
  box.reply(1);
  expect(box.answered).toBe(1);
});

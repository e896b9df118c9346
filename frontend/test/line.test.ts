import { expect, test, vi } from "vitest";
import type { Carrier, CarrierEvents, Content, Received, Sent } from "../src/line/frames";
import { packed, unpacked } from "../src/line/frames";
import { Line } from "../src/line/line";

/** The other side as diagnostics/app/server/line.py has it, and a connection that can be cut anywhere. */
class Other {
  handled: Content[] = [];
  arrived = 0;
  replies: Content[] = [];
  known = false;
}

class Cable implements Carrier {
  events: CarrierEvents | null = null;
  up = true;
  silent = false; // frames vanish, nobody is told
  renewed = 0;
  opens: Sent[] = [];
  constructor(public other: Other) {}

  start(events: CarrierEvents) {
    this.events = events;
    if (this.up) events.connected();
  }
  renew() {
    this.renewed += 1;
  }
  close() {}
  cut() {
    this.up = false;
    this.events?.gone();
  }
  mend(other = this.other) {
    this.other = other;
    this.up = true;
    this.silent = false;
    this.events?.connected();
  }
  send(frame: Sent) {
    if (!this.up) return false;
    if (this.silent) return true;
    const { other } = this;
    if ("open" in frame) {
      this.opens.push(frame);
      this.hear({ opened: { fresh: !other.known, arrived: other.arrived } });
      other.known = true;
      for (let m = frame.got + 1; m <= other.replies.length; m++) this.reply(m);
    } else if ("ping" in frame)
      this.hear({
        pong: frame.ping,
        arrived: other.arrived,
        done: other.arrived,
        said: other.replies.length,
      });
    else if (frame.n === other.arrived + 1) {
      other.arrived += 1;
      other.handled.push(frame.say);
      other.replies.push({ echo: frame.say });
      this.reply(other.replies.length);
    }
    return true;
  }
  private reply(m: number) {
    this.hear({ m, done: this.other.arrived, say: this.other.replies[m - 1] ?? {} });
  }
  private hear(frame: Received) {
    if (this.up && !this.silent) this.events?.received(JSON.parse(JSON.stringify(frame)) as Received);
  }
}

function talk() {
  vi.useFakeTimers();
  const other = new Other();
  const cable = new Cable(other);
  const line = new Line({ carrier: cable, id: "a".repeat(32), now: () => Date.now() });
  const heard: Content[] = [];
  line.on("msg:custom", (content) => heard.push(content));
  return { other, cable, line, heard };
}

const said = (texts: string[]) => texts.map((text) => ({ text }));

test("messages arrive once and in order, whenever the line is cut", () => {
  for (const cutAfter of [0, 1, 2, 3]) {
    const { other, cable, line, heard } = talk();
    line.start();
    const texts = ["a", "b", "c", "d"];
    for (const [at, text] of texts.entries()) {
      if (at === cutAfter) cable.cut();
      line.send({ text });
    }
    cable.mend();
    expect(other.handled).toEqual(said(texts));
    expect(heard).toEqual(said(texts).map((echo) => ({ echo })));
    expect(line.unsaid).toBe(0);
    expect(line.state).toBe("open");
  }
});

test("a reply that was lost is sent again, and its message is not done twice", () => {
  const { other, cable, line, heard } = talk();
  line.start();
  const reply = vi.spyOn(cable.events as CarrierEvents, "received").mockImplementation(() => {});
  line.send({ text: "a" });
  reply.mockRestore();
  expect(heard).toEqual([]);
  expect(line.unsaid).toBe(1);
  cable.cut();
  cable.mend();
  expect(other.handled).toEqual(said(["a"]));
  expect(heard).toHaveLength(1);
  expect(line.unsaid).toBe(0);
});

test("a server that began anew is told everything, then what it never acknowledged", () => {
  const { cable, line } = talk();
  line.again = () => [[{ hello: "form" }]];
  line.start();
  line.send({ text: "a" });
  cable.cut();
  line.send({ text: "b" });
  const fresh = new Other();
  cable.mend(fresh);
  expect(fresh.handled).toEqual([{ hello: "form" }, { text: "b" }]);
  line.send({ text: "c" });
  expect(fresh.handled.at(-1)).toEqual({ text: "c" });
});

test("a connection that dies without a word is noticed within two seconds of being used", () => {
  const { cable, line } = talk();
  line.start();
  cable.silent = true;
  line.send({ text: "a" });
  vi.advanceTimersByTime(2100);
  expect(line.state).toBe("lost");
  expect(cable.renewed).toBe(1);
  cable.mend();
  expect(line.state).toBe("open");
  expect(line.unsaid).toBe(0);
});

test("a frame that a kernel's connection lost is sent again with the next ping", () => {
  const { other, cable, line, heard } = talk();
  line.start();
  cable.silent = true;
  line.send({ text: "a" });
  cable.silent = false;
  (line as unknown as { asked: number }).asked = 0; // a kernel that answers something else meanwhile
  vi.advanceTimersByTime(1500);
  expect(other.handled).toEqual(said(["a"]));
  expect(heard).toHaveLength(1);
});

test("a page that is loaded anew goes on where it was", () => {
  const { other, cable, line } = talk();
  line.start();
  line.send({ text: "a" });
  cable.cut();
  line.send({ text: "b" });
  const kept = line.kept();
  expect(kept).toEqual({ id: line.id, number: 2, got: 1, unsaid: said(["b"]) });
  const next = new Line({ carrier: new Cable(other), id: "other", kept, now: () => Date.now() }).start();
  next.send({ hello: 1 });
  expect(other.handled).toEqual([...said(["a", "b"]), { hello: 1 }]);
});

test("what is refused is said and not tried again", () => {
  const { cable, line } = talk();
  line.start();
  cable.events?.received({ refused: "Too many.", why: "sessions" });
  cable.events?.gone();
  expect([line.state, line.refusal]).toEqual(["refused", "Too many."]);
});

test("bytes travel behind their frame", () => {
  const data = Uint8Array.of(0, 255, 7);
  const [frame, bytes] = unpacked(packed({ n: 1, got: 0, say: { do: "é" } }, data).buffer);
  expect(frame).toEqual({ n: 1, got: 0, say: { do: "é" } });
  expect([...bytes]).toEqual([...data]);
});

test("a second tab that inherited the same line begins one of its own", () => {
  const other = new Other();
  other.known = true;
  other.arrived = 5; // the first tab went on after the line was copied
  const cable = new Cable(other);
  const kept = { id: "copied", number: 4, got: 4, unsaid: [] };
  const line = new Line({ carrier: cable, id: "new", kept });
  line.again = () => [[{ all: "again" }]];
  line.start();
  expect(line.id).not.toBe("copied");
  expect([line.state, cable.renewed]).toEqual(["lost", 1]);
  line.send({ typed: "here" });
  cable.mend(new Other());
  expect(cable.other.handled).toEqual([{ all: "again" }, { typed: "here" }]);
  line.close();
});

test("a page that goes on in another tab is one of its own when it is loaded anew", () => {
  const cable = new Cable(new Other());
  const line = new Line({ carrier: cable, id: "shared" }).start();
  cable.events?.received({ refused: "open in another tab", why: "elsewhere" });
  line.send({ typed: "here" });
  expect(line.state).toBe("refused");
  expect(line.kept()).toMatchObject({ unsaid: [{ typed: "here" }] });
  expect(line.kept()?.id).not.toBe("shared");
  line.close();
});

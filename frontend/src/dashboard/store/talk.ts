// Talking to the other side: one message of what is typed is in flight, the rest waits; nothing typed is forgotten before it is answered.

import type { Channel } from "../../line/channel";
import type { DashboardMessage, Try } from "../../messages/messages";

const LONG_MS = 600; // no answer for this long: show that work is going on
/** What is typed and not answered for this long is not what the answer on the page belongs to. */
export const LATE_MS = 200;
/** Milliseconds from one move of a slider that is sent to the next: half as many messages as a server takes for long. */
export const MOVE_MS = 50;
const PAUSE_MS = 1500; // a pause in typing begins a new step for Undo

export interface TalkOptions {
  model: Channel;
  /** Told when an answer takes long, and when it is there. */
  busy?: (busy: boolean) => void;
  /** Told when something that changes the answer is not answered for a moment, and when it is. */
  late?: (late: boolean) => void;
  /** Told when something is typed, and when all that was typed is answered. */
  typing?: (typing: boolean) => void;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

/** Messages that leave the answer as it is. */
const QUIET: ReadonlySet<DashboardMessage["do"]> = new Set([
  "hello",
  "settle",
  "save",
  "take",
  "title",
  "try",
  "scenario",
  "rows",
  "ping",
  "stop",
]);

export class Talk {
  /** The number of the message whose answer is awaited; 0 if none. */
  waiting = 0;
  /** What the last message that was sent asks for. */
  asked: DashboardMessage["do"] | null = null;
  private seq = 0;
  private pending = new Map<string, string>(); // typed but not yet sent, by field
  private sent = new Map<string, string>(); // sent but not yet answered, by field
  private step = false; // what is typed begins a new step for Undo
  private last = { key: "", at: 0 };
  private long: ReturnType<typeof setTimeout> | undefined;
  private delay: ReturnType<typeof setTimeout> | undefined;
  private next: Try | null = null; // where the sliders are, not yet sent
  private movedAt = Number.NEGATIVE_INFINITY;
  private pace: ReturnType<typeof setTimeout> | undefined;
  private readonly model: Channel;
  private readonly busy: (busy: boolean) => void;
  private readonly late: (late: boolean) => void;
  private readonly typing: (typing: boolean) => void;
  private readonly now: () => number;

  constructor({ model, now = () => performance.now(), ...told }: TalkOptions) {
    this.model = model;
    this.now = now;
    this.busy = told.busy ?? (() => {});
    this.late = told.late ?? (() => {});
    this.typing = told.typing ?? (() => {});
  }

  /** Send a message, after what was typed before it. */
  ask(message: DashboardMessage, buffers?: ArrayBuffer[]): void {
    this.flush();
    if (message.do === "settle") this.last = { key: "", at: 0 }; // what is typed next is another change
    this.send(message, buffers);
  }

  /** Send a message that has no answer of its own and may overtake others. */
  interrupt(message: DashboardMessage): void {
    this.model.send(message as never);
  }

  /** Text was typed into a field: sent now, or once the message in flight is answered. */
  type(key: string, text: string): void {
    this.begin(key);
    this.pending.set(key, text);
    this.typing(true);
    this.expect();
    if (!this.waiting) this.flush();
  }

  /** A slider was moved: sent now, or once the message in flight is answered; of several moves the last. */
  move(link: string, levels: Record<string, number>): void {
    this.begin(`level ${link}`);
    this.next = { do: "try", levels };
    this.proceed();
  }

  /** Send what waits where no answer is awaited: a move no sooner than the server takes many of them. */
  proceed(): void {
    if (this.waiting) return;
    const early = this.next ? this.movedAt + MOVE_MS - this.now() : 0;
    if (early <= 0) {
      this.flush();
      return;
    }
    this.sendTyped();
    this.pace ??= setTimeout(() => {
      this.pace = undefined;
      this.proceed();
    }, early);
  }

  /** Send what was typed or moved and is not sent yet. */
  flush(): void {
    this.sendTyped();
    if (!this.next) return;
    const { next } = this;
    this.next = null;
    this.movedAt = this.now();
    this.begun(next);
  }

  /** Take note of an answer; true if it is the one that was awaited. */
  answered(seq: number | undefined): boolean {
    if (seq !== this.waiting) return false;
    this.waiting = 0;
    this.sent.clear();
    clearTimeout(this.long);
    this.busy(false);
    clearTimeout(this.delay);
    this.delay = undefined;
    this.late(false);
    if (!this.pending.size) this.typing(false);
    return true;
  }

  /** What was typed into a field and is not answered yet. */
  typed(key: string): string | undefined {
    return this.pending.get(key) ?? this.sent.get(key);
  }

  /** Whether an answer is awaited or something typed is not sent. */
  get settled(): boolean {
    return !this.waiting && !this.pending.size && !this.next;
  }

  close(): void {
    clearTimeout(this.pace);
    clearTimeout(this.long);
    clearTimeout(this.delay);
  }

  private sendTyped(): void {
    if (!this.pending.size) return;
    const texts = Object.fromEntries(this.pending);
    for (const [key, text] of this.pending) this.sent.set(key, text);
    this.pending.clear();
    this.begun({ do: "type", texts });
  }

  // Another place, or a pause, begins a new step for Undo.
  private begin(key: string): void {
    const now = this.now();
    if (key !== this.last.key || now - this.last.at > PAUSE_MS) this.step = true;
    this.last = { key, at: now };
  }

  private begun(message: DashboardMessage): void {
    this.send({ ...message, step: this.step } as DashboardMessage);
    this.step = false;
  }

  private send(message: DashboardMessage, buffers?: ArrayBuffer[]): void {
    this.seq += 1;
    this.waiting = this.seq;
    this.asked = message.do;
    this.model.send({ ...message, seq: this.seq } as never, undefined, buffers);
    if (!QUIET.has(message.do)) this.expect();
    clearTimeout(this.long);
    this.long = setTimeout(() => this.busy(true), LONG_MS);
  }

  // From now on the answer on the page is not of what is asked; that is said where it lasts.
  private expect(): void {
    this.delay ??= setTimeout(() => this.late(true), LATE_MS);
  }
}

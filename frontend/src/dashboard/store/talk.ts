// Talking to the other side: one message of what is typed is in flight, the rest waits; nothing typed is forgotten before it is answered.

import type { Channel } from "../../line/channel";
import type { DashboardMessage } from "../../messages/messages";

const LONG_MS = 600; // no answer for this long: show that work is going on
const PAUSE_MS = 1500; // a pause in typing begins a new step for Undo

export interface TalkOptions {
  model: Channel;
  /** Told when an answer takes long, and when it is there. */
  busy?: (busy: boolean) => void;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

export class Talk {
  /** The number of the message whose answer is awaited; 0 if none. */
  waiting = 0;
  private seq = 0;
  private pending = new Map<string, string>(); // typed but not yet sent, by field
  private sent = new Map<string, string>(); // sent but not yet answered, by field
  private step = false; // what is typed begins a new step for Undo
  private last = { key: "", at: 0 };
  private long: ReturnType<typeof setTimeout> | undefined;
  private readonly model: Channel;
  private readonly busy: (busy: boolean) => void;
  private readonly now: () => number;

  constructor({ model, busy = () => {}, now = () => performance.now() }: TalkOptions) {
    this.model = model;
    this.busy = busy;
    this.now = now;
  }

  /** Send a message, after what was typed before it. */
  ask(message: DashboardMessage, buffers?: ArrayBuffer[]): void {
    this.flush();
    this.send(message, buffers);
  }

  /** Send a message that has no answer of its own and may overtake others. */
  interrupt(message: DashboardMessage): void {
    this.model.send(message as never);
  }

  /** Text was typed into a field: sent now, or once the message in flight is answered. */
  type(key: string, text: string): void {
    const now = this.now();
    if (key !== this.last.key || now - this.last.at > PAUSE_MS) this.step = true;
    this.last = { key, at: now };
    this.pending.set(key, text);
    if (!this.waiting) this.flush();
  }

  /** Send what was typed and is not sent yet. */
  flush(): void {
    if (!this.pending.size) return;
    const texts = Object.fromEntries(this.pending);
    for (const [key, text] of this.pending) this.sent.set(key, text);
    this.pending.clear();
    this.send({ do: "type", texts, step: this.step });
    this.step = false;
  }

  /** Take note of an answer; true if it is the one that was awaited. */
  answered(seq: number | undefined): boolean {
    if (seq !== this.waiting) return false;
    this.waiting = 0;
    this.sent.clear();
    clearTimeout(this.long);
    this.busy(false);
    return true;
  }

  /** What was typed into a field and is not answered yet. */
  typed(key: string): string | undefined {
    return this.pending.get(key) ?? this.sent.get(key);
  }

  /** Whether an answer is awaited or something typed is not sent. */
  get settled(): boolean {
    return !this.waiting && !this.pending.size;
  }

  close(): void {
    clearTimeout(this.long);
  }

  private send(message: DashboardMessage, buffers?: ArrayBuffer[]): void {
    this.seq += 1;
    this.waiting = this.seq;
    this.model.send({ ...message, seq: this.seq } as never, undefined, buffers);
    clearTimeout(this.long);
    this.long = setTimeout(() => this.busy(true), LONG_MS);
  }
}

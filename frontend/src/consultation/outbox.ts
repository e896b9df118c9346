// What is sent to the other side, in order: each thing that is typed or moved waits in its place until the last answer
// is there, and only the latest of it is sent.

import type { ConsultationMessage } from "../messages/messages";

/** A pause in typing, in milliseconds, after which a change is a step of Undo by itself. */
export const PAUSE_MS = 1500;

export class Outbox {
  /** The number of the last message. */
  seq = 0;
  /** The number of the last message that was answered. */
  answered = 0;
  private queue = new Map<string, ConsultationMessage>();
  private paused = new Set<string>(); // of those that wait, which began after a pause
  private sent = new Map<string, number>(); // the last message about each thing that was typed
  private typedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly send: (message: ConsultationMessage) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Sends what waits and then a message; returns its number. */
  ask(message: ConsultationMessage): number {
    this.drain();
    return this.post(message);
  }

  /** Keeps the latest of a thing that is typed or moved until the last answer is there. */
  later(name: string, message: ConsultationMessage): void {
    const now = this.now();
    if (now - this.typedAt > PAUSE_MS) this.paused.add(name);
    this.typedAt = now;
    this.queue.set(name, { ...message, pause: this.paused.has(name) } as ConsultationMessage);
    if (this.answered === this.seq) this.drain();
  }

  /** Takes the number of a reply; after a page was loaded anew, one of before may be higher than any that was sent. */
  reply(seq: number): void {
    this.answered = Math.min(this.seq, Math.max(this.answered, seq));
  }

  /** Sends what waits if the last answer is there. */
  settle(): void {
    if (this.answered === this.seq) this.drain();
  }

  /** Whether what was typed into a thing is not answered yet: the answers so far are of before. */
  waiting(name: string): boolean {
    return this.queue.has(name) || (this.sent.get(name) ?? 0) > this.answered;
  }

  private drain(): void {
    const waiting = [...this.queue];
    this.queue.clear();
    this.paused.clear();
    for (const [name, message] of waiting) this.sent.set(name, this.post(message));
  }

  private post(message: ConsultationMessage): number {
    this.seq += 1;
    this.send({ ...message, seq: this.seq });
    return this.seq;
  }
}

// When what is typed is complete: the field is left, Enter is pressed, or nothing is typed for a moment.

/** A pause in typing after which what was typed is meant. */
export const SETTLE_MS = 600;

export class Settling {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly settle: () => void) {}

  /** Something was typed: it is complete after a pause. */
  typed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), SETTLE_MS);
  }

  /** It is complete now; nothing happens where nothing was typed since. */
  now(): void {
    if (this.timer === undefined) return;
    this.cancel();
    this.settle();
  }

  /** What was typed is gone. */
  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

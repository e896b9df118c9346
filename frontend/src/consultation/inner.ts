// The page inside: its messages travel in an envelope of their own.

import type { Content } from "../line/frames";
import type { Listener } from "../line/line";

/** What a consultation asks of the page inside. */
export interface PageInside {
  readonly root: HTMLElement;
  /** Send what is typed and waits. */
  flush(): void;
  /** It was hidden and is seen again: pictures that were drawn meanwhile get their size. */
  shownAgain(): void;
  close(): void;
}

type Send = (message: Content, buffers?: (ArrayBuffer | Uint8Array)[]) => void;

/** What the page inside takes for the other side. */
export class Inner {
  private readonly listeners = new Set<Listener>();

  constructor(private readonly post: Send) {}

  send(message: Content, _callbacks?: unknown, buffers?: (ArrayBuffer | Uint8Array)[]): void {
    this.post(message, buffers);
  }

  on(_name: string, listener: Listener): void {
    this.listeners.add(listener);
  }

  off(_name: string, listener: Listener): void {
    this.listeners.delete(listener);
  }

  receive(message: Content, buffers: Uint8Array[]): void {
    for (const listener of [...this.listeners]) listener(message, buffers);
  }
}

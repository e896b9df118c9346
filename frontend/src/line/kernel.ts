// A widget's model, whose kernel answers: in JupyterLab, and wherever else a notebook runs with one.

import type { Carrier, CarrierEvents, Received, Sent } from "./frames";

const AGAIN_MS = 1000;

/** As much of a widget's model as is needed. */
export interface Model {
  send(content: unknown, callbacks?: unknown, buffers?: ArrayBuffer[]): void;
  on(name: string, listener: (content: never, buffers: DataView[]) => void): void;
  off(name: string, listener: (content: never, buffers: DataView[]) => void): void;
}

export class KernelCarrier implements Carrier {
  private events: CarrierEvents | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private heard = false;

  constructor(
    private readonly model: Model,
    private readonly id: string,
  ) {}

  start(events: CarrierEvents): void {
    this.events = events;
    this.model.on("msg:custom", this.receive);
    events.connected();
    this.timer = setInterval(() => this.heard || events.connected(), AGAIN_MS); // a kernel may be busy, or begin anew
  }

  send(frame: Sent, data?: Uint8Array): boolean {
    try {
      this.model.send({ line: this.id, ...frame }, undefined, data && [data.slice().buffer]);
      return true;
    } catch {
      return false; // the connection is known to be gone
    }
  }

  renew(): void {
    this.heard = false;
  }

  close(): void {
    clearInterval(this.timer);
    this.model.off("msg:custom", this.receive);
  }

  private receive = (content: Received & { line?: string }, buffers: DataView[]) => {
    if (content.line !== this.id) return;
    this.heard = true;
    const [data] = buffers ?? [];
    const bytes = data && new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.events?.received(content, bytes);
  };
}

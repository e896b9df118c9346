// A socket of this page's server, connected again whenever it is gone.

import type { Carrier, CarrierEvents, Received, Sent } from "./frames";
import { packed, unpacked } from "./frames";

const PAUSES_MS = [100, 300, 1000, 2000, 4000];
const CONNECT_MS = 5000;
const REFUSED = 1008; // what this page sent is not allowed: to try again would not help

export class SocketCarrier implements Carrier {
  private socket: WebSocket | null = null;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private events: CarrierEvents | null = null;
  private closed = false;

  constructor(private readonly address: string) {}

  start(events: CarrierEvents): void {
    this.events = events;
    window.addEventListener("online", this.online);
    window.addEventListener("offline", this.offline);
    this.connect();
  }

  send(frame: Sent, data?: Uint8Array): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(data ? packed(frame, data) : JSON.stringify(frame));
    return true;
  }

  renew(): void {
    this.drop();
    this.later();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.online);
    window.removeEventListener("offline", this.offline);
    this.drop();
  }

  private online = () => {
    if (this.socket?.readyState === WebSocket.OPEN) return;
    this.tries = 0;
    this.renew();
  };

  private offline = () => {
    this.drop();
    this.events?.gone();
  };

  private connect(): void {
    if (this.closed) return;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    const tooLong = setTimeout(() => socket === this.socket && this.renew(), CONNECT_MS);
    socket.onopen = () => {
      clearTimeout(tooLong);
      if (socket !== this.socket) return;
      this.events?.connected();
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== this.socket) return;
      this.tries = 0;
      if (typeof data === "string") this.events?.received(JSON.parse(data) as Received);
      else this.events?.received(...unpacked(data));
    };
    socket.onclose = ({ code }) => {
      clearTimeout(tooLong);
      if (socket !== this.socket) return;
      this.socket = null;
      this.events?.gone();
      if (code !== REFUSED) this.later();
    };
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private later(): void {
    clearTimeout(this.timer);
    const pause = PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)] ?? 0;
    this.tries += 1;
    this.timer = setTimeout(() => this.connect(), pause * (0.75 + Math.random() / 2));
  }
}

// The frames of a line; diagnostics/app/server/line.py describes them.

/** Plain data, as it travels. */
export type Content = Record<string, unknown>;

/** What the page sends. */
export type Sent =
  | { open: string; got: number; token?: string }
  | { n: number; got: number; say: Content }
  | { ping: number; got: number };

/** What the other side sends; each has one of these entries. */
export interface Received {
  opened?: { fresh: boolean; arrived: number };
  m?: number;
  done?: number;
  say?: Content | string;
  pong?: number;
  arrived?: number;
  said?: number;
  refused?: string;
  why?: string;
}

/** Carries frames: a socket of this page's server, or a widget's model and its kernel. */
export interface Carrier {
  /** Send a frame and the bytes that belong to it; false where there is no connection. */
  send(frame: Sent, data?: Uint8Array): boolean;
  /** Try to connect, now and whenever the connection is gone. */
  start(events: CarrierEvents): void;
  /** Nothing was heard for too long: this connection is as good as gone. */
  renew(): void;
  close(): void;
}

export interface CarrierEvents {
  connected(): void;
  received(frame: Received, data?: Uint8Array): void;
  gone(): void;
}

const HEAD = 4;

/** A frame and its bytes as one: the length of the JSON in four bytes, the JSON, the bytes. */
export function packed(frame: Sent, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(frame));
  const whole = new Uint8Array(HEAD + json.length + data.length);
  new DataView(whole.buffer).setUint32(0, json.length);
  whole.set(json, HEAD);
  whole.set(data, HEAD + json.length);
  return whole;
}

export function unpacked(whole: ArrayBuffer): [Received, Uint8Array] {
  const length = new DataView(whole).getUint32(0);
  const json = new TextDecoder().decode(new Uint8Array(whole, HEAD, length));
  return [JSON.parse(json) as Received, new Uint8Array(whole, HEAD + length)];
}

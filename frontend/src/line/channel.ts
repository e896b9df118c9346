// What carries a page's messages, whatever it is: a line, a widget's model, or the consultation around the page.

/** Told of what arrives; each listener knows which messages it is for. */
export type Listener = (content: any, buffers: any) => void;

export interface Channel {
  send(content: never, callbacks?: unknown, buffers?: ArrayBuffer[]): unknown;
  on(name: string, listener: Listener): void;
  off(name: string, listener: Listener): void;
}

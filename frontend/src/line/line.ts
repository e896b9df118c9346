// The page's half of a line: each message is numbered and sent again until it is acknowledged, each reply taken once.

import type { Carrier, Content, Received } from "./frames";

const PING_MS = 1000; // while somebody is at the page, ask so often whether the other side is there
const IDLE_PING_MS = 20_000; // and so often when nobody has touched the page for a while
const ACTIVE_MS = 120_000;
const LOST_MS = 1500; // asked, and nothing heard for this long: the connection is lost

export type Listener = (content: Content, buffers: Uint8Array[]) => void;
export type State = "connecting" | "open" | "lost" | "refused";

interface Message {
  n: number;
  say: Content;
  data?: Uint8Array;
}

/** What is kept of a line while its page is loaded anew. */
export interface Kept {
  id: string;
  number: number;
  got: number;
  unsaid: Content[];
}

/** At least 128 bits that nobody guesses. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

export interface LineOptions {
  carrier: Carrier;
  /** Chosen anew for each page; whoever knows it may talk to its session. */
  id: string;
  token?: string;
  /** Another view of a page that is open: its name, chosen anew each time that it is loaded. */
  view?: string;
  /** Begin where a page that was left stopped. */
  kept?: Kept | null;
  now?: () => number;
}

/** Looks like the model of a widget, so a page need not know what carries its messages. */
export class Line {
  id: string;
  state: State = "connecting";
  /** The words of a refusal. */
  refusal = "";
  /** Messages that say everything again to a side that knows nothing of this page. */
  again: () => [Content, Uint8Array[]?][] = () => [];
  /** Tells that the state or the number of unsaid messages changed. */
  onchange: () => void = () => {};

  private carrier: Carrier;
  private token: string | undefined;
  /** The name of this view; empty for the page itself. */
  readonly view: string;
  private number = 0;
  private got = 0;
  private unsaidMessages: Message[] = [];
  private listeners = new Set<Listener>();
  private greeted = false;
  private inherited = false; // begun where a page that was left stopped
  private pings = 0;
  private heard: number;
  private asked = 0; // when the oldest question without an answer was asked; 0 if none
  private active: number;
  private timer: ReturnType<typeof setInterval> | undefined;
  private now: () => number;

  constructor({ carrier, id, token, view = "", kept, now = () => performance.now() }: LineOptions) {
    this.carrier = carrier;
    this.id = kept?.id ?? id;
    this.token = token;
    this.view = view;
    this.now = now;
    this.heard = this.active = now();
    if (kept) {
      this.greeted = true;
      this.inherited = true;
      this.number = kept.number;
      this.got = kept.got;
      const first = kept.number - kept.unsaid.length;
      this.unsaidMessages = kept.unsaid.map((say, at) => ({ n: first + at + 1, say }));
    }
  }

  /** Connect. Apart from the constructor, so that listeners are there before anything is heard. */
  start(): this {
    this.carrier.start({
      connected: () => this.connected(),
      received: (frame, data) => this.received(frame, data),
      gone: () => this.gone(),
    });
    this.timer ??= setInterval(() => this.beat(), PING_MS / 4);
    return this;
  }

  close(): void {
    clearInterval(this.timer);
    this.carrier.close();
  }

  // --- as a widget's model ---

  send(say: Content, _callbacks?: unknown, buffers?: (ArrayBuffer | Uint8Array)[]): number {
    const [first] = buffers ?? [];
    const data =
      first === undefined ? undefined : first instanceof Uint8Array ? first : new Uint8Array(first);
    this.number += 1;
    const message: Message = { n: this.number, say, ...(data && { data }) };
    this.unsaidMessages.push(message);
    this.active = this.now();
    if (this.state === "open") this.post(message);
    this.onchange();
    return this.number;
  }

  on(_name: string, listener: Listener): void {
    this.listeners.add(listener);
  }

  off(_name: string, listener: Listener): void {
    this.listeners.delete(listener);
  }

  // --- what is known of the messages ---

  /** Messages that the other side has not acknowledged. */
  get unsaid(): number {
    return this.unsaidMessages.length;
  }

  /** Somebody is at the page: a lost connection is noticed sooner. */
  touched(): void {
    this.active = this.now();
  }

  /** What a page that is loaded anew needs to go on; null where bytes are on their way, which nothing keeps. */
  kept(): Kept | null {
    if (this.view || this.unsaidMessages.some(({ data }) => data) || !this.greeted) return null;
    return {
      id: this.id,
      number: this.number,
      got: this.got,
      unsaid: this.unsaidMessages.map(({ say }) => say),
    };
  }

  // --- the connection ---

  private connected(): void {
    this.heard = this.now();
    this.asked = this.heard;
    this.carrier.send({
      open: this.id,
      got: this.got,
      ...(this.token !== undefined && { token: this.token }),
      ...(this.view && { view: this.view }),
    });
  }

  private gone(): void {
    if (this.state === "refused") return;
    this.become("lost");
  }

  private received(frame: Received, data?: Uint8Array): void {
    this.heard = this.now();
    this.asked = 0;
    if (frame.refused !== undefined) {
      this.refusal = frame.refused;
      if (frame.why === "elsewhere") this.id = newId(); // loaded anew, this page is one of its own
      this.become("refused");
      return;
    }
    if (frame.opened) this.opened(frame.opened);
    else if (frame.pong !== undefined) this.ponged(frame);
    if (frame.done !== undefined) this.acknowledged(frame.done);
    if (frame.m !== undefined) this.reply(frame.m, frame.say ?? {}, data);
  }

  private opened({ fresh, arrived }: { fresh: boolean; arrived: number }): void {
    if (this.inherited && !fresh && arrived > this.number) {
      // Another tab inherited this line too and has said more: begin one of our own, or our numbers count as said.
      this.id = newId();
      this.inherited = false;
      this.become("lost");
      this.carrier.renew();
      return;
    }
    if (fresh && this.greeted) this.begin();
    this.greeted = true;
    this.become("open");
    for (const message of this.unsaidMessages) if (fresh || message.n > arrived) this.post(message);
  }

  // The other side knows nothing of this page: say everything, then what was not acknowledged, with new numbers.
  private begin(): void {
    const said = this.again().map(([say, buffers]) => ({ say, ...(buffers?.[0] && { data: buffers[0] }) }));
    const all = [...said, ...this.unsaidMessages];
    this.got = 0;
    this.number = 0;
    this.unsaidMessages = all.map(({ say, data }) => {
      this.number += 1;
      return { n: this.number, say, ...(data && { data }) };
    });
  }

  // A kernel's connection may lose a frame: what it has not is sent again, what was missed is asked for.
  private ponged({ arrived = 0, said = 0 }: Received): void {
    for (const message of this.unsaidMessages) if (message.n > arrived) this.post(message);
    if (said > this.got) this.connected();
  }

  private acknowledged(done: number): void {
    const before = this.unsaidMessages.length;
    this.unsaidMessages = this.unsaidMessages.filter(({ n }) => n > done);
    if (this.unsaidMessages.length !== before) this.onchange();
  }

  private reply(m: number, say: Content | string, data?: Uint8Array): void {
    if (m !== this.got + 1) return; // known, or one before it is missing and will be sent again
    this.got = m;
    const content = typeof say === "string" ? (JSON.parse(say) as Content) : say;
    for (const listener of [...this.listeners]) listener(content, data ? [data] : []);
  }

  private post({ n, say, data }: Message): void {
    this.asked ||= this.now();
    if (!this.carrier.send({ n, got: this.got, say }, data)) this.become("lost");
  }

  private beat(): void {
    if (this.state !== "open" && this.state !== "connecting") return;
    const now = this.now();
    if (this.asked && now - Math.max(this.asked, this.heard) > LOST_MS) {
      this.asked = 0;
      this.become("lost");
      this.carrier.renew();
      return;
    }
    const pause = this.unsaid || now - this.active < ACTIVE_MS ? PING_MS : IDLE_PING_MS;
    if (this.state === "open" && !this.asked && now - this.heard >= pause) {
      this.asked = now;
      this.pings += 1;
      if (!this.carrier.send({ ping: this.pings, got: this.got })) this.become("lost");
    }
  }

  private become(state: State): void {
    if (this.state === state) return;
    this.state = state;
    this.onchange();
  }
}

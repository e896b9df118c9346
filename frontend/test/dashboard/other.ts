// The other side of a page: keeps what it is sent, says what it is told to.

import type { Channel, Listener } from "../../src/line/channel";
import type { Reply } from "../../src/messages/messages";

export class Other implements Channel {
  heard: Record<string, unknown>[] = [];
  buffers: (ArrayBuffer[] | undefined)[] = [];
  private listeners = new Set<Listener>();

  get last(): Record<string, unknown> | undefined {
    return this.heard.at(-1);
  }

  send(content: never, _callbacks?: unknown, buffers?: ArrayBuffer[]): void {
    this.heard.push(content);
    this.buffers.push(buffers);
  }
  on(_name: string, listener: Listener): void {
    this.listeners.add(listener);
  }
  off(_name: string, listener: Listener): void {
    this.listeners.delete(listener);
  }

  /** Answer the last message, or say something by itself. */
  say(reply: object): void {
    for (const listener of this.listeners) listener({ seq: this.last?.["seq"], ...reply }, []);
  }
}

/** A form that says nothing but what a test changes. */
export function view(more: Partial<Reply> = {}): Reply {
  return {
    revision: 1,
    way: "counts",
    texts: {},
    errors: {},
    missing: {},
    echoes: {},
    notes: {},
    query: "",
    stale: false,
    cleared: false,
    forgotten: false,
    waiting: "",
    ...more,
  };
}

const FIELD = { label: "", term: "", unit: "", kind: "count", group: "", options: [] };

/** What a page is told when it opens. */
export function opened(more: Partial<Reply> = {}): Reply {
  const fields = ["leads", "wins"].map((key) => ({ ...FIELD, key }));
  return view({
    form: { counts: fields, table: fields, ledger: fields },
    columns: [],
    examples: { counts: [], table: [], ledger: [] },
    empties: { counts: ["Type your leads."], table: ["Open your table."], ledger: ["Open an export."] },
    largest: { leads: 100, part: 10 },
    fill: true,
    ...more,
  });
}

/** An answer that has a sentence and a number. */
export function answer(sentence: string, revision = 1): NonNullable<Reply["answer"]> {
  return { sentence, revision, leaning: "sales", verdict: "sales" } as NonNullable<Reply["answer"]>;
}

// The page's state in one place, and all that changes it. Drawing reads `shown` and the other signals and calls the methods.

import { batch, computed, type Signal, signal } from "@preact/signals";
import { Charts } from "../../components/charts";
import { fetchPlotly, loadPlotly } from "../../components/plotly";
import type { Channel } from "../../line/channel";
import type { Line } from "../../line/line";
import type { DashboardMessage, Download, Reply } from "../../messages/messages";
import { preferred, setWords, t } from "../../words";
import { Help } from "../help/help";
import { Address, withTyped } from "./address";
import { Exports } from "./exports";
import { download } from "./files";
import { keepTable, keptTable } from "./kept";
import { announced, lifeOf } from "./life";
import { Settling } from "./settling";
import {
  afterFault,
  afterMove,
  afterRows,
  afterView,
  filled,
  NOTHING,
  type Shown,
  withoutDoubt,
} from "./shown";
import { Talk } from "./talk";
import { Trying } from "./trying";
import type { Connection, Notice, Period, Progress } from "./types";

const CHARTS_MS = 5000; // charts wait no longer than this for the first answers

export interface StoreOptions {
  model: Channel;
  /** The page's own line; none inside a consultation, which owns the line, the address, the file and what the tab keeps. */
  line?: Line | null;
  /** A server publishes the page: the address is its own. */
  published?: boolean;
  /** The answer that came with the document. */
  first?: Reply | null;
}

interface Received extends Reply {
  plotly?: boolean;
  progress?: string;
  share?: number | null;
  fault?: string;
}

export class Store {
  readonly shown: Signal<Shown> = signal(NOTHING);
  readonly notice: Signal<Notice> = signal({ text: "", alarming: false });
  readonly busy = signal(false);
  readonly connection: Signal<Connection> = signal({ lost: false, refusal: "" });
  readonly progress: Signal<Progress | null> = signal(null);
  /** Something typed is not answered yet. */
  readonly typing = signal(false);
  /** Something that changes the answer is not answered, and was not for a moment. */
  readonly late = signal(false);
  /** What the answer on the page is now: a draft, settled, or of other numbers. */
  readonly life = computed(() => lifeOf(this.shown.value, this.now));
  /** The one thing that is read aloud. */
  readonly spoken = signal("");
  /** A file is held over the page. */
  readonly dropping = signal(false);
  /** The period that dragging across the months sets. */
  readonly dragging: Signal<Period> = signal("after");
  /** What the ids of this page begin with. */
  readonly id: string;
  readonly talk: Talk;
  readonly exports: Exports;
  readonly trying: Trying;
  readonly charts: Charts;
  readonly help = new Help();
  readonly published: boolean;
  /** The table is too long for a link. */
  tooLong = false;

  private readonly model: Channel;
  private readonly line: Line | null;
  readonly address: Address | null;
  private unsaved = new Map<string, string>(); // typed, and not yet in the address, by field
  private query: string; // the form as it was answered last
  private kept: string | null = null; // the table that the tab keeps
  private quiet: () => void = () => {};
  private readonly settling = new Settling(() => this.ask({ do: "settle" }));

  constructor({ model, line = null, published = false, first = null }: StoreOptions) {
    this.model = model;
    this.line = line;
    this.published = published;
    this.id = first ? "wl" : `wl${Math.random().toString(36).slice(2, 8)}`; // of what is taken over, or a page among others
    this.address = published ? new Address() : null;
    this.query = location.hash.slice(1);
    this.talk = new Talk({
      model,
      busy: (busy) => (this.busy.value = busy),
      late: (late) => (this.late.value = late),
      typing: (typing) => (this.typing.value = typing),
    });
    this.charts = new Charts();
    this.trying = new Trying({
      move: (link, levels) => this.talk.move(link, levels),
      ask: (message) => this.ask(message),
      pane: () => this.shown.peek().whatIf,
      speak: (text) => this.speak(text),
    });
    this.exports = new Exports({
      ask: (message, buffers) => this.ask(message, buffers),
      stop: () => this.stopWork(),
      say: (text, alarming) => this.say(text, alarming),
      progress: (progress) => (this.progress.value = progress),
      largest: () => this.shown.peek().form?.largest ?? { leads: 0, part: 1 },
    });
    model.on("msg:custom", this.receive);
    this.ask(this.hello(this.address?.query ?? "", published ? keptTable() : null));
    if (first) this.received(first);
    if (published) {
      window.addEventListener("hashchange", this.moved);
      window.addEventListener("pagehide", this.leave);
    }
    if (line) {
      line.again = () => this.again();
      line.onchange = () => this.connected();
      line.start();
    }
    void this.answered()
      .then(() => loadPlotly(model))
      .then((plotly) => this.charts.draw(plotly));
  }

  close(): void {
    this.model.off("msg:custom", this.receive);
    window.removeEventListener("hashchange", this.moved);
    window.removeEventListener("pagehide", this.leave);
    this.talk.close();
    this.trying.close();
    this.settling.cancel();
    this.address?.close();
    this.line?.close();
    this.charts.close();
  }

  // --- what a person does ---

  /** Send a message, after what was typed before it. */
  ask(message: DashboardMessage, buffers?: ArrayBuffer[]): void {
    if (message.do === "take") this.settle(); // a file is of a settled answer
    this.talk.ask(message, buffers);
  }

  /** Send what was typed and is not sent yet. */
  flush(): void {
    this.talk.flush();
  }

  /** Text was typed into a field, or chosen. */
  type(key: string, text: string): void {
    if (this.address) {
      this.unsaved.set(key, text);
      this.address.later(() => this.keep());
    }
    if (Object.keys(this.shown.peek().doubts).length) this.shown.value = withoutDoubt(this.shown.peek());
    this.talk.type(key, text);
    this.settling.typed();
  }

  /** Something was chosen: it is meant at once. */
  choose(texts: Record<string, string>): void {
    for (const [key, text] of Object.entries(texts)) this.type(key, text);
    this.settle();
  }

  /** What is typed is complete: its verdict is asked for. */
  settle(): void {
    this.settling.now();
  }

  /** A number that is improbable was looked at and is right. */
  confirm(key: string): void {
    this.shown.value = withoutDoubt(this.shown.peek(), key);
    if (!Object.keys(this.shown.peek().doubts).length) this.ask({ do: "settle", sure: true });
  }

  /** What is known of the answer besides what the page was told. */
  get now() {
    return { typing: this.typing.value, late: this.late.value, lost: this.connection.value.lost };
  }

  /** Say something below the tools until the next answer. */
  say(text: string, alarming = false): void {
    this.notice.value = { text, alarming };
    if (text) this.spoken.value = text;
  }

  // --- what arrives ---

  private receive = (message: Received, buffers?: BlobPart[]) => batch(() => this.received(message, buffers));

  private received(message: Received, buffers: BlobPart[] = []): void {
    if (message.plotly) return;
    if (message.progress !== undefined) {
      if (message.seq === this.talk.waiting)
        this.progress.value = { text: message.progress, share: message.share ?? undefined };
      return;
    }
    if (this.talk.answered(message.seq) && message.part === undefined) {
      if (this.progress.peek()) this.charts.hold(); // to draw them takes longer than to read where to look
      this.progress.value = null;
    }
    if (message.part !== undefined) {
      this.exports.arrived(message.part);
      return;
    }
    if (message.rows) this.shown.value = afterRows(this.shown.peek(), message.rows);
    else if (message.fault) {
      this.say(message.fault, true);
      this.shown.value = afterFault(this.shown.peek());
    } else if (message.file !== undefined) this.save(message.file);
    else if (message.download) this.taken(message.download, buffers);
    else if (message.way === undefined && message.what_if !== undefined) this.move(message);
    else if (!message.pong) this.show(message);
    this.talk.proceed();
    if (this.talk.settled) this.trying.answered(this.talk.asked === "try");
    if (!this.talk.waiting) this.quiet();
  }

  private show(reply: Reply): void {
    const before = this.shown.peek();
    const shown = afterView(before, reply, this.exports.fresh);
    if (shown === before) return;
    if (shown.fresh) this.exports.fresh = false;
    if (reply.words) setWords(reply);
    this.found(reply.query ?? "", reply.kept);
    if (this.address) {
      const { kept } = reply;
      if (kept !== null) this.tooLong = reply.way === "table" && Boolean(kept);
      keepTable(kept ?? null);
    }
    this.shown.value = shown;
    this.say(reply.notice ?? reply.pasted?.text ?? "", Boolean(reply.notice));
    if (!reply.draft && this.talk.settled) this.settling.cancel();
    else if (reply.form) this.settling.typed(); // it was being typed when the page was left
    if (!reply.form) this.speak(this.notice.peek().text, this.talk.asked === "try" ? "" : announced(shown));
  }

  // A slider was moved, and nothing but what it brings is different.
  private move(moved: Reply): void {
    this.found(moved.query ?? "", moved.kept);
    if (this.address && moved.kept) keepTable(moved.kept);
    this.shown.value = afterMove(this.shown.peek(), moved);
    this.say("");
  }

  // The form as it was answered.
  private found(query: string, kept: string | null | undefined): void {
    this.query = query;
    if (typeof kept === "string") this.kept = kept || null;
    if (!this.address || !this.talk.settled) return;
    this.unsaved.clear();
    this.address.answered(query);
  }

  private speak(...texts: string[]): void {
    const text = texts.filter(Boolean).join(" ");
    if (text && this.talk.settled) this.spoken.value = text;
  }

  private taken({ name, type }: Download, [content]: BlobPart[]): void {
    if (content === undefined) return;
    download(name, type, content);
    this.say(t("Saved as {name}.", { name }));
  }

  private save(text: string): void {
    download("weak-link.json", "application/json", text);
    this.say(t("Saved as weak-link.json: open it here again to go on."));
  }

  private stopWork(): void {
    this.progress.value = { ...this.progress.peek(), text: t("Stopping …") };
    this.talk.interrupt({ do: "stop" });
  }

  // --- the line and the address ---

  // The other side knows nothing of this page, because it began anew: the form as it is, and the leads.
  private again(): [DashboardMessage & Record<string, unknown>][] {
    this.exports.again();
    return [[{ ...this.hello(this.query, this.kept) }]];
  }

  private hello(query: string, kept: string | null): DashboardMessage {
    return { do: "hello", query, kept, languages: preferred() };
  }

  private connected(): void {
    if (!this.line) return;
    const { state, refusal } = this.line;
    const lost = state === "lost" || state === "refused";
    const before = this.connection.peek().lost;
    this.connection.value = { lost, refusal };
    if (lost) this.spoken.value = lostText(refusal);
    else if (before) this.spoken.value = t("Connected again.");
  }

  private moved = () => this.ask({ do: "address", query: location.hash.slice(1) });

  private leave = () => {
    this.talk.flush();
    if (this.unsaved.size) {
      this.address?.close();
      this.keep();
    } else this.address?.flush();
  };

  // What is typed is in the address before the page is left or loaded again.
  private keep(): void {
    const inFields = filled(this.shown.peek(), (key) => this.talk.typed(key));
    this.address?.write(withTyped(this.query, this.unsaved, inFields));
  }

  // --- the charts ---

  // Once nothing waits for an answer and the last one is painted: plotly.js keeps a browser busy when it starts, and
  // what is typed before is answered first.
  private answered(): Promise<void> {
    if (!this.published) return Promise.resolve();
    fetchPlotly();
    return new Promise((resolve) => {
      this.quiet = () => requestAnimationFrame(() => setTimeout(() => this.talk.waiting || resolve()));
      setTimeout(resolve, CHARTS_MS);
    });
  }
}

/** What is said while the connection is lost. */
export function lostText(refusal: string): string {
  return refusal || t("Connection lost. Trying again … What you type is kept in this page.");
}

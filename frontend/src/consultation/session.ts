// One window of a consultation: what it was told, what it says, and when. It holds no arithmetic, no thresholds and no
// sentences about a business.

import { batch, computed, signal } from "@preact/signals";
import type { Content } from "../line/frames";
import type { Line } from "../line/line";
import type {
  CaseShell,
  ClientsShell,
  ConsultationMessage,
  ConsultationReply,
  Download,
  GoToStep,
  Report,
  SavedPane,
} from "../messages/messages";
import { preferred, setWords, t } from "../words";
import { address, fileOfAddress, offer, today } from "./browser";
import { Inner, type PageInside } from "./inner";
import { Outbox } from "./outbox";
import { openWall, Windows } from "./wall";

export type StepKey = GoToStep["to"];
export type Format = Report["format"];

/** The panes of the steps that were open since the case was. */
export type Panes = Pick<
  CaseShell,
  "review" | "answers" | "door" | "sort" | "define" | "diagnosis" | "whatif" | "plan" | "face"
>;

export class Session {
  /** What is shown: the clients, or an open case; null before the first answer. */
  readonly view = signal<ClientsShell | CaseShell | null>(null);
  readonly panes = signal<Panes>({});
  readonly notice = signal({ text: "", alarm: false });
  readonly saved = signal<SavedPane | null>(null);
  /** Whether what is typed reaches anybody, and whether all of it has. */
  readonly connection = signal({ lost: false, refusal: "", unsaid: false });
  /** How often something was answered: what a component asks of the session may be otherwise then. */
  readonly replies = signal(0);
  /** The open case, or null. */
  readonly open = computed(() => {
    const view = this.view.value;
    return view && !view.clients ? view : null;
  });
  /** Set where the title of the step is to have the focus once it is drawn. */
  moved = false;
  readonly inner = new Inner((page, buffers) =>
    this.line.send({ do: "page", page, today: today() }, undefined, buffers),
  );
  private page: PageInside | null = null;
  private root: HTMLElement | null = null;
  private readonly box = new Outbox((message) => this.send(message));
  private readonly writing = new Map<Format, number>(); // the message that asked for a report
  private readonly receive = (message: Content, buffers: Uint8Array[]) => this.received(message, buffers);

  readonly windows: Windows;

  constructor(private readonly line: Line) {
    this.windows = new Windows(line.id, line.view !== "");
  }

  /** Opens the wall in a window of its own; this one is the desk then. */
  openWall(): void {
    if (!openWall(this.line.id)) {
      this.notice.value = {
        text: t("The browser did not open a window. Allow pop-ups for this page and try again."),
        alarm: true,
      };
      return;
    }
    if (!this.windows.desk.value) this.windows.toggle();
  }

  /** Begins, once the page is drawn in `root` with another one inside. */
  start(root: HTMLElement, page: PageInside): void {
    this.root = root;
    this.page = page;
    this.line.on("msg:custom", this.receive);
    this.ask({ do: "hello", file: this.windows.second ? null : fileOfAddress(), languages: preferred() });
    this.line.again = () => this.again();
    this.line.onchange = () => this.connected();
    this.line.start();
  }

  close(): void {
    this.line.off("msg:custom", this.receive);
    this.line.close();
    this.windows.close();
  }

  // --- asking ------------------------------------------------------------------------------------------------------

  /** Sends a message after everything that was typed; returns its number. */
  ask(message: ConsultationMessage): number {
    this.page?.flush(); // what is typed in the page inside comes first
    return this.box.ask(message);
  }

  /** Sends what is typed or moved, once the last answer is there: only the latest of each thing. */
  later(name: string, message: ConsultationMessage): void {
    this.box.later(name, message);
  }

  /** Whether what was typed into a thing is not answered yet. */
  waiting(name: string): boolean {
    return this.box.waiting(name);
  }

  get answered(): number {
    return this.box.answered;
  }

  step(to: StepKey): void {
    this.moved = true;
    this.ask({ do: "step", to });
  }

  /** The step after, or before. */
  go(by: 1 | -1): void {
    const view = this.open.value;
    if (!view) return;
    const keys = view.steps.map(({ key }) => key as StepKey);
    const to = keys[keys.indexOf(view.step as StepKey) + by];
    if (to) this.step(to);
  }

  write(format: Format): void {
    this.writing.set(format, this.ask({ do: "report", format }));
  }

  /** Whether a report is being written. */
  isWriting(format: Format): boolean {
    return (this.writing.get(format) ?? 0) > this.answered;
  }

  /** The window is closed: what is typed is sent and written at once. */
  leave(): void {
    if (this.open.value && !this.windows.second) this.ask({ do: "save_now" });
  }

  // The other side knows nothing of this window, because it began anew: what was acknowledged is in the case file.
  private again(): [Content][] {
    this.box.reply(0);
    if (this.saved.value) this.saved.value = { ...this.saved.value, order: 0 };
    const file = this.windows.second ? null : (this.view.value?.file ?? fileOfAddress());
    return [[{ do: "hello", file, languages: preferred(), today: today() }]];
  }

  private send(message: ConsultationMessage): void {
    if (this.root) this.root.dataset["asked"] = String(message.seq);
    this.line.send({ ...message, today: today() });
  }

  // --- being answered ----------------------------------------------------------------------------------------------

  private received(content: Content, buffers: Uint8Array[]): void {
    const message = content as ConsultationReply & Content;
    const inside = (message.page ?? (content["plotly"] ? content : undefined)) as Content | undefined;
    if (inside) this.inner.receive(inside, buffers);
    if (message.seq !== undefined && (message.shell || message.fault)) this.box.reply(message.seq);
    batch(() => {
      if (message.words) setWords(message.words);
      if (message.shell) this.show(message.shell);
      if (message.saved && this.open.value) this.showSaved(message.saved);
      if (message.fault) this.notice.value = { text: message.fault, alarm: true };
      this.replies.value += 1;
    });
    if (message.download) this.download(message.download, buffers);
    this.box.settle();
  }

  private show(view: ClientsShell | CaseShell): void {
    const before = this.view.value;
    this.notice.value = { text: view.notice, alarm: view.alarm };
    if (view.clients) this.panes.value = {};
    else {
      this.panes.value = { ...(before?.file === view.file ? this.panes.value : {}), ...panesOf(view) };
      this.showSaved(view);
    }
    this.view.value = view;
    if (!this.windows.second) address(view.file);
  }

  // Told whenever the file is written; of two the later one counts, whichever arrives first.
  private showSaved(pane: SavedPane): void {
    if (pane.order >= (this.saved.value?.order ?? 0)) this.saved.value = pane;
  }

  private download(file: Download, [bytes]: Uint8Array[]): void {
    if (bytes) offer(file, bytes);
  }

  private connected(): void {
    const { state, refusal, unsaid } = this.line;
    this.connection.value = { lost: state === "lost" || state === "refused", refusal, unsaid: unsaid > 0 };
  }
}

/** What is said of the connection while it is lost. */
export function lostWords(refusal: string): string {
  return refusal || t("Connection lost. Trying again… What you type is kept in this window.");
}

function panesOf({ review, answers, door, sort, define, diagnosis, whatif, plan, face }: CaseShell): Panes {
  return {
    ...(review && { review }),
    ...(answers && { answers }),
    ...(door && { door }),
    ...(sort && { sort }),
    ...(define && { define }),
    ...(diagnosis && { diagnosis }),
    ...(whatif && { whatif }),
    ...(plan && { plan }),
    ...(face && { face }),
  };
}

// A consultation on a stage: what the other side would answer is put in by hand.

import { render } from "preact";
import { afterEach } from "vitest";
import { Consultation } from "../../src/consultation/consultation";
import type { Inner, PageInside } from "../../src/consultation/inner";
import { Session } from "../../src/consultation/session";
import type { Content } from "../../src/line/frames";
import type { Line, Listener, State } from "../../src/line/line";
import type { CaseShell, ClientsShell, ConsultationMessage } from "../../src/messages/messages";

const STEPS = ["door", "sort", "define", "numbers", "diagnosis", "whatif", "plan"];

export const DOOR: NonNullable<CaseShell["door"]> = {
  door: { sides: [], direct: "", text: "" },
  rules: ["one", "two"],
  question: { id: "letter", prompt: "Which side?", answered: null, right: "marketing", reason: "because" },
};

export const WHATIF: NonNullable<CaseShell["whatif"]> = {
  waiting: "",
  now: "now",
  tried: "tried",
  more: [],
  ranges: [],
  ranges_caption: "",
  sliders: [
    {
      link: "closing",
      side: "sales",
      label: "Bought",
      low: 0,
      high: 1,
      step: 0.1,
      value: 0.2,
      text: "20%",
      about: "",
    },
  ],
  levers: [],
  needed: "",
  wanted: "",
  wanted_said: "",
  wanted_usual: "20",
  unbound: [],
  realign: {
    title: "Move effort",
    said: "",
    why_not: ["nothing to move"],
    changes: [],
    against_title: "Against",
    against: [],
    slider: null,
    amount: "",
    amount_usual: "",
    amount_label: "",
    amount_said: "",
    takes: [],
    save: "",
    save_said: "",
  },
  sellers: "",
  sellers_said: "",
  no_scenario: "none yet",
  scenarios: [],
};

let order = 0;

export function caseShell(step = "door", more: Partial<CaseShell> = {}): CaseShell {
  order += 1;
  return {
    clients: null,
    file: "Kim.json",
    notice: "",
    alarm: false,
    client: "Kim",
    saved: { text: "Saved in Kim.json", alarm: false },
    order,
    conflict: null,
    choices: [],
    can_undo: true,
    can_redo: false,
    step,
    steps: STEPS.map((key, at) => ({
      key,
      number: at + 1,
      title: key,
      heading: `The ${key}`,
      line: "",
      done: false,
    })),
    talk: { minutes: "", until: 5, points: [], ask: "", next: "" },
    language: "",
    languages: [
      ["", "As the browser"],
      ["de", "Deutsch"],
    ],
    note: "",
    note_said: "",
    example: "",
    last: [],
    defined: null,
    differ: null,
    ...(step === "door" && { door: DOOR }),
    ...(step === "whatif" && { whatif: WHATIF }),
    ...more,
  };
}

export function clientsShell(confirm: ClientsShell["clients"]["cases"][0]["confirm"] = null): ClientsShell {
  const one = { file: "Kim.json", client: "Kim", said: "", problem: "", delete: "Delete", confirm };
  return { clients: { title: "Whose session?", line: "", cases: [one] }, notice: "", alarm: false, file: "" };
}

class FakeLine {
  readonly id = "";
  readonly view = "";
  state: State = "open";
  refusal = "";
  unsaid = 0;
  sent: ConsultationMessage[] = [];
  closed = false;
  again: () => [Content][] = () => [];
  onchange = () => {};
  private listeners = new Set<Listener>();

  on(_: string, listener: Listener) {
    this.listeners.add(listener);
  }
  off(_: string, listener: Listener) {
    this.listeners.delete(listener);
  }
  start() {}
  close() {
    this.closed = true;
  }
  send(message: Content) {
    this.sent.push(message as unknown as ConsultationMessage);
  }
  hear(message: object) {
    for (const listener of [...this.listeners]) listener(message as Content, []);
  }
}

export class Stage {
  readonly line = new FakeLine();
  readonly place = document.createElement("div");
  readonly flushed: number[] = []; // how many messages were sent when the page inside was flushed
  inner: Inner | null = null;
  private readonly session = new Session(this.line as unknown as Line);

  constructor() {
    document.body.append(this.place);
    this.session.windows.desk.value = true;
    const makePage = (inner: Inner, place: HTMLElement): PageInside => {
      this.inner = inner;
      const root = document.createElement("div");
      place.append(root);
      return { root, flush: () => this.flushed.push(this.line.sent.length), shownAgain() {}, close() {} };
    };
    render(<Consultation session={this.session} makePage={makePage} />, this.place);
    stages.push(this);
  }

  end() {
    render(null, this.place);
    this.place.remove();
  }

  /** Answers everything that was sent so far, with a shell. */
  async answer(shell: CaseShell | ClientsShell, seq = Number(this.root.dataset["asked"])): Promise<void> {
    this.line.hear({ shell, seq });
    await drawn();
  }

  get root(): HTMLElement {
    return this.find(".wc");
  }

  find<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
    const found = this.place.querySelector<Kind>(selector);
    if (!found) throw new Error(`nothing is ${selector}`);
    return found;
  }

  text(selector: string): string {
    return this.find(selector).textContent ?? "";
  }

  type(selector: string, text: string): void {
    const input = this.find<HTMLInputElement>(selector);
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  button(name: string): HTMLButtonElement {
    const found = [...this.place.querySelectorAll("button")].find((one) => one.textContent === name);
    if (!found) throw new Error(`no button ${name}`);
    return found;
  }

  key(key: string, more: KeyboardEventInit = {}): boolean {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    (document.activeElement ?? document.body).dispatchEvent(event);
    return event.defaultPrevented;
  }

  get asked(): string[] {
    return this.line.sent.map((message) => message.do);
  }
}

const stages: Stage[] = [];
afterEach(() => {
  for (const stage of stages.splice(0)) stage.end();
});

export function drawn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

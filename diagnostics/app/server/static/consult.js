// The consultation: seven steps around the page. It draws what the kernel says and sends what is typed, chosen and
// moved; it holds no arithmetic, no thresholds and no sentences about a business. Text is set as text, never as HTML.

const SIDE_WORDS = { marketing: "Marketing", sales: "Sales" };
const TYPING = "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const FORMATS = [["html", "Report"], ["pdf", "PDF"], ["xlsx", "Spreadsheet"], ["pptx", "Slides"]];

const widget = {
  render({ model, el }) {
    const consult = new Consult(model, el);
    return () => consult.close();
  },
};
export default widget;

// What the page inside takes for the kernel: its messages travel in an envelope of their own.
class Inner {
  constructor(consult) {
    this.consult = consult;
    this.listeners = new Set();
  }
  send(message, _callbacks, buffers) {
    this.consult.model.send({ do: "page", page: message, today: today() }, undefined, buffers);
  }
  on(_name, listener) {
    this.listeners.add(listener);
  }
  off(_name, listener) {
    this.listeners.delete(listener);
  }
  receive(message, buffers) {
    for (const listener of [...this.listeners]) listener(message, buffers);
  }
}

// The day on this computer, for the case file; the kernel has no clock.
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

// As many nodes as there are items, each made once and then brought up to date: what is typed in keeps its place.
function keyed(place, items, key, build, update) {
  const there = new Map([...place.children].map((node) => [node.dataset.key, node]));
  const wanted = items.map((item, at) => {
    const name = String(key(item, at));
    let node = there.get(name);
    if (!node) {
      node = build(item, at);
      node.dataset.key = name;
    }
    update(node, item, at);
    return node;
  });
  if (wanted.length !== place.children.length || wanted.some((node, at) => place.children[at] !== node)) place.replaceChildren(...wanted);
}

function setValue(input, text) {
  if (document.activeElement !== input && input.value !== text) input.value = text;
}

class Consult {
  constructor(model, el) {
    this.line = Line.over(model);
    this.model = this.line;
    this.seq = 0;
    this.answered = 0;
    this.typedAt = 0;
    this.writing = 0;
    this.savedOrder = 0;
    this.keeping = 0;
    this.queue = new Map(); // the latest of each thing that is typed or moved while an answer is awaited
    this.id = `wc${Math.random().toString(36).slice(2, 8)}`;
    this.receive = (message, buffers) => this.received(message, buffers);
    this.model.on("msg:custom", this.receive);
    this.root = make("div", { class: "wl wc", "data-lm-suppress-shortcuts": "true" });
    el.replaceChildren(this.root);
    this.build();
    this.inner = new Inner(this);
    this.page = new Page(this.inner, this.pageHost, { inside: true });
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
    this.onLeave = () => this.leave();
    window.addEventListener("pagehide", this.onLeave);
    this.ask({ do: "hello", file: this.file() });
    this.line.again = () => this.again();
    this.line.onchange = () => this.connection();
    this.line.start();
  }

  // The case in the address of a published page.
  file() {
    return document.body.dataset.voila === "voila" ? new URLSearchParams(location.hash.slice(1)).get("case") : null;
  }

  // The other side knows nothing of this window, because it began anew: what was acknowledged is in the case file.
  again() {
    this.answered = Math.min(this.answered, this.seq);
    return [[{ do: "hello", file: this.view?.file ?? this.file(), today: today() }]];
  }

  // Whether what is typed reaches anybody; "Saved" is said only of what was acknowledged.
  connection() {
    const { state, refusal, unsaid } = this.line;
    const lost = state === "lost" || state === "refused";
    this.banner.hidden = !lost;
    setText(this.banner, refusal || "Connection lost. Trying again … What you type is kept in this window.");
    if (unsaid) setText(this.saved, "Saving …");
    else if (this.savedText) setText(this.saved, this.savedText);
  }

  close() {
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("pagehide", this.onLeave);
    this.model.off("msg:custom", this.receive);
    this.page.close();
    this.line.close();
  }

  // The window is closed: what is typed is sent and written at once.
  leave() {
    if (this.view && !this.view.clients) this.ask({ do: "save_now" });
  }

  // --- talking to the kernel ---

  ask(message) {
    this.page?.flush(); // what is typed in the page inside comes first
    this.drain();
    this.post(message);
    return this.seq;
  }

  post(message) {
    this.seq += 1;
    this.root.dataset.asked = this.seq;
    this.model.send({ ...message, seq: this.seq, today: today() });
  }

  // Typed or moved: while an answer is awaited only the latest is kept. After a pause it is a step of Undo by itself.
  later(name, message) {
    const now = Date.now();
    const pause = now - this.typedAt > PAUSE_MS || this.queue.get(name)?.pause || false;
    this.typedAt = now;
    this.queue.set(name, { ...message, pause });
    if (this.answered === this.seq) this.drain();
  }

  drain() {
    const waiting = [...this.queue.values()];
    this.queue.clear();
    for (const message of waiting) this.post(message);
  }

  received(message, buffers) {
    if (message.page || message.plotly) this.inner.receive(message.page ?? message, buffers);
    if (message.seq !== undefined && (message.shell || message.fault)) this.answered = Math.min(this.seq, Math.max(this.answered, message.seq)); // of before a reload: higher
    if (message.shell) this.show(message.shell);
    if (message.saved && this.view && !this.view.clients) this.showSaved(message.saved);
    if (message.fault) {
      this.root.dataset.answered = this.answered;
      this.say(message.fault, true);
      this.written();
    }
    if (message.download) this.download(message.download, buffers);
    if (this.answered === this.seq && this.queue.size) this.drain();
  }

  download({ name, type }, buffers) {
    const link = make("a", { href: URL.createObjectURL(new Blob([buffers[0]], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  key(event) {
    if (!this.view || this.view.clients || !this.root.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TYPING) || target?.closest(".js-plotly-plot, [role=grid], [type=range], [type=radio]")) return;
    const by = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.go(by);
  }

  go(by) {
    const keys = this.view.steps.map(({ key }) => key);
    const to = keys[keys.indexOf(this.view.step) + by];
    if (to) this.step(to);
  }

  step(to) {
    this.moved = true;
    this.ask({ do: "step", to });
  }

  // --- building ---

  build() {
    const button = (text, act, more = {}) => make("button", { type: "button", class: "wl-button", text, onclick: act, ...more });
    this.client = make("input", {
      class: "wl-input wc-client", "aria-label": "Client", placeholder: "Client’s name", autocomplete: "off", spellcheck: "false",
      oninput: () => this.later("client", { do: "client", text: this.client.value }),
    });
    this.saved = make("span", { class: "wc-saved", role: "status" });
    this.undo = button("Undo", () => this.ask({ do: "undo" }), { title: "Take back the last change" });
    this.talkButton = button("", () => this.ask({ do: "talk", hide: !this.view.talk.hidden }), { class: "wl-button wc-talk-button" });
    this.clientsButton = button("All clients", () => this.ask({ do: "close" }));
    this.top = make(
      "header", { class: "wl-top wc-top" },
      make("div", { class: "wl-title" }, make("h1", { text: "Which side of the door?" }), this.client, this.saved),
      make("div", { class: "wl-tools", role: "toolbar", "aria-label": "Session" }, this.undo, this.talkButton, this.clientsButton),
    );
    this.notice = make("p", { class: "wl-notice", role: "status", "aria-live": "polite" });
    this.banner = make("p", { class: "wl-banner", role: "alert", hidden: true });
    this.conflict = make(
      "div", { class: "wl-banner wc-conflict", role: "alert", hidden: true },
      make("span"),
      button("", () => this.ask({ do: "conflict", keep: "theirs" })),
      button("", () => this.ask({ do: "conflict", keep: "mine" })),
    );
    this.steps = make("ol", { class: "wc-steps", "aria-label": "Steps" });
    this.nav = make("nav", { class: "wc-nav", "aria-label": "The seven steps" }, this.steps);

    this.stepTitle = make("h2", { class: "wc-step-title", tabindex: "-1" });
    this.stepLine = make("p", { class: "wc-step-line" });
    this.example = make("p", { class: "wc-example", role: "note" });
    this.last = make("section", { class: "wl-card wc-last", "aria-label": "Last time" }, make("h3", { class: "wl-h", text: "Last time" }), make("ul"));
    this.pageHost = make("div", { class: "wc-page" });
    this.defined = make("section", { class: "wl-card wc-defined" }, make("h3", { class: "wl-h" }), make("dl"));
    this.bodies = {
      door: this.buildDoor(), sort: this.buildSort(), define: this.buildDefine(), numbers: make("div"), diagnosis: this.buildAlignment("wc-aligned"),
      whatif: this.buildWhatIf(button), plan: this.buildPlan(),
    };
    for (const [key, node] of Object.entries(this.bodies)) node.classList.add("wc-body", `wc-${key}`);
    this.back = button("Back", () => this.go(-1), { title: "The step before: Page Up or ←" });
    this.next = button("Next", () => this.go(1), { class: "wl-button wl-primary", title: "The next step: Page Down or →" });
    this.main = make(
      "div", { class: "wc-main" },
      this.stepTitle, this.stepLine, this.example, this.last, ...Object.values(this.bodies).filter((node) => node !== this.bodies.diagnosis), this.pageHost, this.bodies.diagnosis, this.defined,
      make("div", { class: "wc-foot" }, this.back, this.next),
    );

    this.points = make("ul");
    this.askThis = make("p", { class: "wc-ask" });
    this.minutes = make("p", { class: "wl-caption" });
    this.note = make("textarea", {
      class: "wl-input wc-note", rows: "4", "aria-label": "Notes on this step", placeholder: "Notes on this step",
      oninput: () => this.later("note", { do: "note", step: this.view.step, text: this.note.value }),
    });
    this.noteSaid = make("p", { class: "wl-caption" });
    this.talk = make(
      "aside", { class: "wl-card wc-talk", "aria-label": "For the facilitator" },
      make("h3", { class: "wl-h", text: "For you, not for the wall" }),
      this.minutes, this.points, make("h4", { text: "Ask this" }), this.askThis, make("h4", { text: "Notes" }), this.note, this.noteSaid,
    );
    this.clients = this.buildClients(button);
    this.root.append(this.top, this.banner, this.notice, this.conflict, this.clients, this.nav, make("div", { class: "wc-frame" }, this.main, this.talk));
    this.root.classList.add("wl-opening");
  }

  buildClients(button) {
    this.clientsTitle = make("h2", { class: "wc-step-title" });
    this.clientsLine = make("p", { class: "wc-step-line" });
    this.newName = make("input", { class: "wl-input", id: `${this.id}-new`, placeholder: "Client’s name", autocomplete: "off", maxlength: "10000" });
    this.cases = make("ul", { class: "wc-cases" });
    return make(
      "section", { class: "wc-clients" },
      this.clientsTitle, this.clientsLine,
      make(
        "form", { class: "wl-card wc-new", onsubmit: (event) => { event.preventDefault(); this.ask({ do: "new", client: this.newName.value }); } },
        make("label", { class: "wl-label", for: `${this.id}-new`, text: "A new client" }),
        make("div", { class: "wc-row" }, this.newName, make("button", { type: "submit", class: "wl-button wl-primary", text: "Begin" })),
      ),
      this.cases,
    );
  }

  sides(name, act) {
    return make(
      "div", { class: "wc-sides", role: "group", "aria-label": name },
      ...Object.entries(SIDE_WORDS).map(([side, text]) => make("button", { type: "button", class: `wl-button wc-side wc-${side}-side`, "data-side": side, text, onclick: () => act(side) })),
    );
  }

  markSides(group, answered, right) {
    for (const node of group.children) {
      node.setAttribute("aria-pressed", String(node.dataset.side === answered));
      node.classList.toggle("wc-right", Boolean(answered) && node.dataset.side === right);
    }
  }

  buildDoor() {
    this.doorPicture = make("div", { class: "wc-door-picture" }, make("div", { class: "wl-door-wide" }), make("div", { class: "wl-door-upright" }));
    this.doorRules = make("ul", { class: "wc-rules" });
    this.firstPrompt = make("p", { class: "wc-prompt" });
    this.firstSides = this.sides("Your answer", (side) => this.ask({ do: "answer", id: this.view.door.question.id, side }));
    this.firstReason = make("p", { class: "wc-reason", role: "status", "aria-live": "polite" });
    return make(
      "div", {},
      make("section", { class: "wl-card" }, this.doorPicture, this.doorRules),
      make("section", { class: "wl-card wc-question" }, make("h3", { class: "wl-h", text: "A first question" }), this.firstPrompt, this.firstSides, this.firstReason),
    );
  }

  buildSort() {
    this.gameScore = make("p", { class: "wl-caption" });
    this.gameNow = make("p", { class: "wc-prompt" });
    this.gameSides = this.sides("Your answer", (side) => this.ask({ do: "answer", id: this.view.sort.next.id, side }));
    this.gameReason = make("p", { class: "wc-reason", role: "status", "aria-live": "polite" });
    this.gameBox = make("div", {}, this.gameNow, this.gameSides);
    this.gamePast = make("ul", { class: "wc-game-past" });
    this.unit = make("select", { class: "wl-input", "aria-label": "Measured in", onchange: () => this.ask({ do: "unit", unit: this.unit.value }) },
      make("option", { value: "hours", text: "hours a month" }), make("option", { value: "money", text: "money a month" }));
    this.own = make("div", { class: "wc-own", role: "table", "aria-label": "Your own activities" });
    this.known = make("datalist", { id: `${this.id}-known` });
    this.alignment = this.buildAlignment();
    return make(
      "div", {},
      make("section", { class: "wl-card wc-game" }, make("h3", { class: "wl-h", text: "Which side is it?" }), this.gameScore, this.gameReason, this.gameBox,
        make("details", { class: "wl-words" }, make("summary", { text: "All answers" }), this.gamePast)),
      make("section", { class: "wl-card" }, make("h3", { class: "wl-h" }, make("span", { text: "Your own list" }), this.unit), this.known, this.own,
        make("button", { type: "button", class: "wl-button", text: "Add an activity", onclick: () => { this.focusRow = true; this.ask({ do: "add_activity" }); } })),
      this.alignment,
    );
  }

  buildAlignment(more = "") {
    return make("section", { class: `wl-card wc-alignment ${more}` }, make("h3", { class: "wl-h", text: "Where the effort goes, and where customers are lost" }), make("div", { class: "wc-bars" }), make("ul"));
  }

  buildDefine() {
    return make("div");
  }

  buildWhatIf(button) {
    this.now = make("p", { class: "wl-cost" });
    this.tried = make("p", { class: "wc-tried", role: "status", "aria-live": "polite" });
    this.triedMore = make("ul");
    this.ranges = make("div", { class: "wc-ranges", role: "img" });
    this.rangesCaption = make("p", { class: "wl-caption wc-ranges-caption" });
    this.sliders = make("div", { class: "wc-sliders" });
    this.scenarioName = make("input", { class: "wl-input", "aria-label": "Name of this scenario", placeholder: "Name it, for example “Call back the same day”", maxlength: "200" });
    this.scenarios = make("div", { class: "wc-scenarios" });
    this.levers = make("ul");
    this.needed = make("p");
    this.sellers = make("input", { class: "wl-input wc-small", id: `${this.id}-sellers`, inputmode: "numeric", autocomplete: "off", oninput: () => this.later("sellers", { do: "sellers", text: this.sellers.value }) });
    this.sellersSaid = make("p", { class: "wl-said" });
    this.wanted = make("input", { class: "wl-input wc-small", id: `${this.id}-wanted`, inputmode: "decimal", autocomplete: "off", oninput: () => this.later("wanted", { do: "wanted", text: this.wanted.value }) });
    this.wantedSaid = make("p", { class: "wl-said" });
    this.whatifWaiting = make("section", { class: "wl-card wc-waiting" }, make("p"), button("Go to step 4", () => this.step("numbers")));
    const keep = () => {
      this.keeping = this.ask({ do: "save_scenario", name: this.scenarioName.value });
    };
    this.whatif = make(
      "div", { class: "wc-two" },
      make("div", { class: "wc-col" },
        make("section", { class: "wl-card" }, make("h3", { class: "wl-h", text: "Move a link" }), this.sliders,
          make("div", { class: "wc-row" }, button("As it is now", () => this.ask({ do: "reset_levels" })))),
        make("section", { class: "wl-card wc-worth" }, make("h3", { class: "wl-h", text: "What one more is worth" }),
          make("div", { class: "wc-row" }, make("label", { for: `${this.id}-sellers`, text: "People who sell" }), this.sellers), this.sellersSaid, this.levers,
          make("div", { class: "wc-row wc-wanted" }, make("label", { for: `${this.id}-wanted`, text: "Customers wanted a month" }), this.wanted), this.wantedSaid, this.needed)),
      make("div", { class: "wc-col" },
        make("section", { class: "wl-card wc-answer" }, this.now, this.tried, this.ranges, this.rangesCaption),
        make("section", { class: "wl-card wc-after" }, this.triedMore,
          make("form", { class: "wc-row", onsubmit: (event) => { event.preventDefault(); keep(); } }, this.scenarioName, make("button", { type: "submit", class: "wl-button", text: "Keep it" }))),
        make("section", { class: "wl-card wc-side-by-side" }, make("h3", { class: "wl-h", text: "Side by side" }), this.scenarios)),
    );
    return make("div", {}, this.whatifWaiting, this.whatif);
  }

  buildPlan() {
    this.planSentence = make("p", { class: "wl-cost" });
    this.planTest = make("p", { class: "wl-settling" });
    this.planPeople = make("ul");
    this.plays = make("div", { class: "wc-plays" });
    this.chosen = make("div", { class: "wc-chosen" });
    this.planForecast = make("p");
    this.reports = make("div", { class: "wc-row wc-reports" }, ...FORMATS.map(([format, text]) =>
      make("button", { type: "button", class: `wl-button${format === "html" ? " wl-primary" : ""}`, "data-format": format, text, onclick: () => this.write(format) })));
    this.printNotes = make("input", { type: "checkbox", onchange: () => this.ask({ do: "print_notes", on: this.printNotes.checked }) });
    this.reportSaid = make("p", { class: "wl-caption", role: "status", "aria-live": "polite" });
    this.plan = make(
      "div", {},
      make("section", { class: "wl-card" }, this.planSentence, this.planTest, this.planPeople),
      make("section", { class: "wl-card" }, make("h3", { class: "wl-h", text: "Choose what to do" }), this.plays),
      make("section", { class: "wl-card" }, make("h3", { class: "wl-h", text: "The plan" }), this.chosen,
        make("button", { type: "button", class: "wl-button", text: "Add an action of your own", onclick: () => this.ask({ do: "add_action" }) }), this.planForecast),
      make("section", { class: "wl-card" }, make("h3", { class: "wl-h", text: "Leave it behind" }), this.reports,
        make("label", { class: "wc-check" }, this.printNotes, make("span", { text: "Print my notes in it" })), this.reportSaid),
    );
    return this.plan;
  }

  // A report takes a moment: its button says so until it is there.
  write(format) {
    const button = this.reports.querySelector(`[data-format=${format}]`);
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    this.writing = this.ask({ do: "report", format });
  }

  written() {
    if (this.answered < this.writing) return;
    for (const button of this.reports.children) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    }
  }

  // --- showing ---

  say(text, alarming = false) {
    setText(this.notice, text);
    this.notice.classList.toggle("wl-alarm", alarming);
  }

  show(view) {
    this.view = view;
    this.root.classList.remove("wl-opening");
    this.say(view.notice ?? "", Boolean(view.alarm));
    const clients = Boolean(view.clients);
    this.clients.hidden = !clients;
    for (const node of [this.nav, this.main, this.undo, this.talkButton, this.clientsButton, this.client, this.saved]) node.hidden = clients;
    this.talk.hidden = clients || view.talk.hidden;
    this.root.dataset.step = clients ? "clients" : view.step;
    this.root.dataset.answered = this.answered;
    if (document.body.dataset.voila === "voila") history.replaceState(null, "", view.file ? `#case=${encodeURIComponent(view.file)}` : location.pathname + location.search);
    if (clients) return this.showClients(view.clients);
    this.newName.value = "";
    setValue(this.client, view.client);
    this.showSaved(view);
    this.undo.disabled = !view.can_undo;
    setText(this.talkButton, view.talk.hidden ? "Show my notes" : "Hide for projection");
    this.showSteps(view);
    setText(this.minutes, view.talk.minutes);
    setList(this.points, view.talk.points);
    setText(this.askThis, view.talk.ask);
    if (this.noteStep !== view.step) {
      this.noteStep = view.step;
      this.note.value = view.note;
    } else setValue(this.note, view.note);
    setText(this.noteSaid, view.note_said);
    setText(this.example, view.example);
    this.example.hidden = !view.example;
    this.last.hidden = !view.last?.length;
    setList(this.last.querySelector("ul"), view.last ?? []);
    for (const [key, node] of Object.entries(this.bodies)) node.hidden = key !== view.step;
    const page = view.step === "numbers" || view.step === "diagnosis";
    this.pageHost.hidden = !page;
    this.page.root.dataset.only = view.step;
    if (view.door) this.showDoor(view.door);
    if (view.sort) this.showSort(view.sort);
    if (view.diagnosis) this.showAlignment(this.bodies.diagnosis, view.diagnosis.alignment);
    if (view.define) this.showDefine(view.define);
    if (view.whatif) this.showWhatIf(view.whatif);
    if (view.plan) this.showPlan(view.plan);
    this.defined.hidden = !view.defined;
    if (view.defined) this.showDefined(view.defined);
    if (page) this.page.shownAgain();
    if (this.moved) {
      this.moved = false;
      this.stepTitle.focus({ preventScroll: true });
      this.root.scrollIntoView({ block: "start" });
    }
  }

  // Updated whenever the file is written; read aloud only where it is not saved.
  showSaved({ saved, conflict, choices, order }) {
    if (order < this.savedOrder) return; // an answer that was overtaken
    this.savedOrder = order;
    this.saved.setAttribute("aria-live", saved.alarm ? "polite" : "off");
    this.savedText = saved.text;
    if (!this.line.unsaid) setText(this.saved, saved.text);
    this.saved.classList.toggle("wl-alarm", saved.alarm);
    this.conflict.hidden = !conflict;
    setText(this.conflict.querySelector("span"), conflict ?? "");
    for (const [at, node] of [...this.conflict.querySelectorAll("button")].entries()) setText(node, choices?.[at] ?? "");
  }

  showDefined({ title, pairs }) {
    setText(this.defined.firstChild, title);
    keyed(this.defined.lastChild, pairs, ({ label }) => label,
      ({ label }) => make("div", {}, make("dt", { text: label }), make("dd", { dir: "auto" })),
      (node, { text }) => setText(node.lastChild, text));
  }

  showClients(clients) {
    setText(this.clientsTitle, clients.title);
    setText(this.clientsLine, clients.line);
    this.cases.replaceChildren(...clients.cases.map((listed) => this.buildCase(listed)));
    this.cases.querySelector(".wc-keep")?.focus(); // asked whether it is to be deleted: the safe answer first
  }

  buildCase({ file, client, said, problem, delete: words, confirm }) {
    const button = (text, act, more = {}) => make("button", { type: "button", class: "wl-button wl-small", text, onclick: act, ...more });
    return make(
      "li", { class: "wl-card wc-case" },
      make(
        "div", { class: "wc-case-top" },
        make("button", { type: "button", class: "wc-case-open", onclick: () => this.ask({ do: "open", file }), disabled: Boolean(problem) }, make("strong", { dir: "auto", text: client }), make("span", { text: file })),
        confirm ? null : button(words, () => this.ask({ do: "delete", file }), { class: "wl-button", "aria-label": `${words} ${client}` }),
      ),
      make("p", { class: problem ? "wl-alarm" : "", text: problem || said }),
      confirm
        ? make(
          "div", { class: "wc-confirm", role: "alertdialog", "aria-label": `${words} ${client}` },
          make("p", { dir: "auto", text: confirm.text }),
          make(
            "div", { class: "wc-row" },
            button(confirm.no, () => this.ask({ do: "close" }), { class: "wl-button wc-keep" }),
            button(confirm.yes, () => this.ask({ do: "delete", file, sure: true }), { class: "wl-button wc-delete" }),
          ),
        )
        : null,
    );
  }

  showSteps(view) {
    const at = view.steps.findIndex(({ key }) => key === view.step);
    keyed(this.steps, view.steps, ({ key }) => key,
      ({ key }) => make("li", {}, make("button", { type: "button", onclick: () => this.step(key) }, make("span", { class: "wc-number" }), make("span", { class: "wc-name" }))),
      (node, { title, done }, n) => {
        const button = node.firstChild;
        setText(button.firstChild, String(n + 1));
        setText(button.lastChild, title);
        node.classList.toggle("wc-done", done);
        if (n === at) button.setAttribute("aria-current", "step");
        else button.removeAttribute("aria-current");
      });
    setText(this.stepTitle, view.steps[at].heading);
    setText(this.stepLine, view.steps[at].line);
    this.back.disabled = at === 0;
    this.next.hidden = at === view.steps.length - 1;
    if (at + 1 < view.steps.length) setText(this.next, `Next: ${view.steps[at + 1].title}`);
  }

  showDoor(door) {
    const [wide, upright] = this.doorPicture.children;
    setSvg(wide, door.svg.wide);
    setSvg(upright, door.svg.upright);
    setList(this.doorRules, door.rules);
    setText(this.firstPrompt, door.question.prompt);
    this.markSides(this.firstSides, door.question.answered, door.question.right);
    setText(this.firstReason, door.question.answered ? door.question.reason : "");
  }

  showSort(sort) {
    setText(this.gameScore, sort.score);
    this.gameBox.hidden = !sort.next;
    setText(this.gameNow, sort.next?.activity ?? "");
    this.markSides(this.gameSides, null, null);
    setText(this.gameReason, sort.reason);
    keyed(this.gamePast, sort.past, ({ id }) => id,
      ({ id }) => make("li", {}, make("strong"), make("span"), this.sides("Change the answer", (side) => this.ask({ do: "answer", id, side }))),
      (node, { activity, reason, answered, right }) => {
        setText(node.children[0], activity);
        setText(node.children[1], ` ${reason}`);
        this.markSides(node.children[2], answered, right);
      });
    setValue(this.unit, sort.unit);
    if (!this.known.children.length) this.known.append(...sort.known.map((text) => make("option", { value: text })));
    keyed(this.own, sort.own, (_, at) => at, (_, at) => this.buildOwn(at), (node, row) => {
      const { what, amount, customer, person, side, said } = node.parts;
      setValue(what, row.what);
      setValue(amount, row.amount);
      setValue(customer, row.customer);
      setValue(person, row.person);
      setText(side, row.side_words);
      side.dataset.side = row.side ?? "";
      setText(said, row.said);
    });
    if (this.focusRow && this.own.lastChild) {
      this.focusRow = false;
      this.own.lastChild.parts.what.focus();
    }
    this.showAlignment(this.alignment, sort.alignment);
  }

  showAlignment(node, alignment) {
    node.hidden = !alignment;
    if (!alignment) return;
    const [, bars, findings] = node.children;
    keyed(bars, alignment.bars, ({ label }) => label,
      ({ label }) => make("div", { class: "wc-bar-row" }, make("span", { text: label }), make("div", { class: "wl-bar", "aria-hidden": "true" }, make("span", { class: "wl-marketing" }), make("span", { class: "wl-sales" })), make("span", { class: "wl-of" })),
      (node, { marketing, sales, words }) => {
        const [one, other] = node.children[1].children;
        one.style.flexGrow = marketing;
        other.style.flexGrow = sales;
        setText(node.children[2], words);
      });
    setList(findings, alignment.findings);
  }

  buildOwn(at) {
    const send = (field, input) => this.later(`activity ${at} ${field}`, { do: "edit_activity", at, field, text: input.value });
    const text = (field, more) => {
      const input = make("input", { class: "wl-input", autocomplete: "off", oninput: () => send(field, input), ...more });
      return input;
    };
    const yes = (field, label) => {
      const input = make("select", { class: "wl-input", "aria-label": label, onchange: () => this.ask({ do: "edit_activity", at, field, text: input.value }) },
        ...[["", "…"], ["yes", "yes"], ["no", "no"]].map(([value, words]) => make("option", { value, text: words })));
      return input;
    };
    const parts = {
      what: text("what", { "aria-label": "Activity", placeholder: "What do you do?", list: `${this.id}-known`, dir: "auto" }),
      amount: text("amount", { "aria-label": "How much a month", placeholder: "how much", inputmode: "decimal" }),
      customer: yes("customer", "Does the customer answer?"),
      person: yes("person", "Does a person answer back?"),
      side: make("span", { class: "wc-own-side" }),
      said: make("p", { class: "wl-said" }),
    };
    const field = (label, input) => make("label", { class: "wc-own-field" }, make("span", { text: label }), input);
    const node = make("div", { class: "wc-own-row", role: "row" }, field("Activity", parts.what), field("A month", parts.amount), field("Customer answers?", parts.customer), field("A person answers back?", parts.person), parts.side,
      make("button", { type: "button", class: "wl-button wl-small", text: "Remove", onclick: () => this.ask({ do: "remove_activity", at }) }), parts.said);
    node.parts = parts;
    return node;
  }

  showDefine(fields) {
    keyed(this.bodies.define, fields, ({ key }) => key,
      ({ key }) => {
        const id = `${this.id}-${key}`;
        const input = make("textarea", { id, class: "wl-input", rows: "2", dir: "auto", oninput: () => this.later(`define ${key}`, { do: "define", key, text: input.value }) });
        return make("section", { class: "wl-card" }, make("label", { class: "wl-label", for: id }), make("p", { class: "wl-term" }), input, make("p", { class: "wl-note" }));
      },
      (node, { question, help, example, text }) => {
        setText(node.children[0], question);
        setText(node.children[1], help);
        setValue(node.children[2], text);
        setText(node.children[3], example);
      });
  }

  showWhatIf(what) {
    this.whatifWaiting.hidden = !what.waiting;
    setText(this.whatifWaiting.firstChild, what.waiting);
    this.whatif.hidden = Boolean(what.waiting);
    if (what.waiting) return;
    if (this.keeping && this.answered >= this.keeping) { // its name is cleared once it is kept
      if (!this.view.alarm) this.scenarioName.value = "";
      this.keeping = 0;
    }
    setText(this.now, what.now);
    setText(this.tried, what.tried);
    setList(this.triedMore, what.more);
    setText(this.rangesCaption, what.ranges_caption);
    this.ranges.setAttribute("aria-label", what.ranges.map(({ label, words }) => `${label}: ${words}`).join("; "));
    keyed(this.ranges, what.ranges, ({ label }) => label,
      ({ label }) => make("div", { class: "wc-range" }, make("span", { text: label }), make("div", { class: "wc-track" }, make("i"), make("b"), make("u")), make("span", { class: "wl-of" })),
      (node, { low, high, at, goal, words }) => {
        const [span, dot, mark] = node.children[1].children;
        span.style.left = `${low}%`;
        span.style.right = `${high}%`;
        dot.style.left = `${at}%`;
        mark.hidden = goal === null;
        if (goal !== null) mark.style.left = `${goal}%`;
        setText(node.children[2], words);
      });
    keyed(this.sliders, what.sliders, ({ link }) => link,
      ({ link, label, side, low, high, step }) => {
        const id = `${this.id}-${link}`;
        const range = make("input", { type: "range", id, min: low, max: high, step, class: `wc-slide wc-${side}-slide`, oninput: () => {
          range.dataset.held = "yes";
          this.later(`level ${link}`, { do: "level", link, value: range.value });
        }, onchange: () => delete range.dataset.held });
        return make("div", { class: "wc-slider", "data-side": side }, make("label", { for: id, text: label }), make("output", { for: id }), range, make("p", { class: "wl-caption" }));
      },
      (node, { low, high, step, value, text, about }) => {
        const [, output, range, caption] = node.children;
        [range.min, range.max, range.step] = [low, high, step]; // other numbers, other ends
        if (!range.dataset.held) range.value = value;
        range.setAttribute("aria-valuetext", text);
        setText(output, text);
        setText(caption, about);
      });
    setList(this.levers, what.levers);
    setText(this.needed, what.needed);
    setValue(this.sellers, what.sellers);
    setText(this.sellersSaid, what.sellers_said);
    setValue(this.wanted, what.wanted);
    this.wanted.placeholder = what.wanted_usual;
    setText(this.wantedSaid, what.wanted_said);
    this.showScenarios(what);
  }

  showScenarios(what) {
    this.scenarios.replaceChildren(
      ...(what.scenarios.length ? [] : [make("p", { class: "wl-caption", text: what.no_scenario })]),
      ...what.scenarios.map(({ name, customers, gain, moved, aim }) =>
        make("div", { class: "wc-scenario", "data-aim": aim || null },
          make("strong", { dir: "auto", text: name }), make("p", { text: customers }), make("p", { class: "wl-of", text: gain }), make("p", { class: "wl-of", text: moved }),
          make("div", { class: "wc-row" },
            make("button", { type: "button", class: "wl-button wl-small", text: "Look at it", onclick: () => this.ask({ do: "view_scenario", name }) }),
            make("button", { type: "button", class: "wl-button wl-small", "aria-pressed": String(aim), text: aim ? "The plan aims at it" : "Aim at it", onclick: () => this.ask({ do: "aim_at", name }) }),
            make("button", { type: "button", class: "wl-button wl-small", text: "Remove", onclick: () => this.ask({ do: "remove_scenario", name }) })))),
    );
  }

  showPlan(plan) {
    setText(this.planSentence, plan.sentence);
    setText(this.planTest, plan.test);
    setText(this.planForecast, plan.forecast);
    setText(this.reportSaid, plan.report_said);
    setList(this.planPeople, plan.people);
    this.planPeople.hidden = !plan.people.length;
    this.printNotes.checked = plan.print_notes;
    this.written();
    keyed(this.plays, plan.links, ({ link }) => link,
      ({ side }) => make("details", { "data-side": side }, make("summary", {}, make("strong"), make("span")), make("div", { class: "wc-play-list" })),
      (node, { title, short, open, plays }) => {
        if (node.dataset.open !== String(open)) {
          node.dataset.open = open;
          node.open = open;
        }
        setText(node.querySelector("strong"), title);
        setText(node.querySelector("summary span"), ` ${short}`);
        keyed(node.lastChild, plays, ({ id }) => id,
          (play) => make("article", { class: "wc-play" }, make("label", { class: "wl-strong" }, make("input", { type: "checkbox", onchange: (event) => this.ask({ do: event.target.checked ? "choose_play" : "drop_play", id: play.id }) }), make("span", { text: play.what })),
            make("p", { text: play.why }), make("p", { text: `On Monday: ${play.first_step}` }), make("p", { class: "wl-of", text: play.about }), make("p", { class: "wl-of", text: play.not_when }), play.source ? make("p", { class: "wl-of", text: play.source }) : null),
          (article, play) => (article.querySelector("input").checked = play.chosen));
      });
    keyed(this.chosen, plan.chosen, ({ key }) => key, ({ at }) => this.buildAction(at), (node, action) => {
      for (const [field, input] of Object.entries(node.inputs)) setValue(input, action[field]);
      node.at = action.at;
      setText(node.said, action.said);
    });
  }

  buildAction(first) {
    const node = make("div", { class: "wc-action-row" });
    node.at = first;
    node.inputs = {};
    const field = (name, label, more = {}, tag = "input") => {
      const input = (node.inputs[name] = make(tag, { class: "wl-input", autocomplete: "off", dir: "auto", ...more,
        oninput: () => this.later(`plan ${node.at} ${name}`, { do: "edit_action", at: node.at, field: name, text: input.value }) }));
      return make("label", { class: `wc-own-field wc-action-${name}` }, make("span", { text: label }), input);
    };
    node.said = make("p", { class: "wl-said" });
    node.append(
      field("what", "What", { rows: "1" }, "textarea"), field("owner", "Who", { placeholder: "a name" }), field("date", "By when", { type: "date", dir: null }),
      make("button", { type: "button", class: "wl-button wl-small", text: "Remove", onclick: () => this.ask({ do: "remove_action", at: node.at }) }),
      field("watch", "Number to watch", { rows: "1" }, "textarea"), field("note", "Note", { rows: "1" }, "textarea"), node.said,
    );
    return node;
  }
}

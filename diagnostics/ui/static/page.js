// The page: draws what the kernel says and sends what is typed. It holds no arithmetic, no thresholds and no
// sentences about a business. Text is set as text, never as HTML; the one drawing that arrives as SVG is numbers only.

const SLOW_MS = 8000; // no answer for this long: say so
const BEAT_MS = 10000; // ask whether the kernel is still there
const LARGEST_FILE = 100000;
const PAUSE_MS = 1500; // a pause in typing begins a new step for Undo
const NARROW_PX = 820; // as in page.css

let plotlyLoading = null;

export default {
  render({ model, el }) {
    const page = new Page(model, el);
    return () => page.close();
  },
};

// --- small things ---------------------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setList(node, lines) {
  node.replaceChildren(...lines.map((line) => make("li", { text: line })));
}

function setSvg(node, text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  node.replaceChildren(document.importNode(parsed, true));
}

// Plotly is carried by the server as a file; where there is no such file (JupyterLab), the kernel sends it once.
function loadPlotly(model) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  plotlyLoading ??= fromServer()
    .catch(() => fromKernel(model))
    .then(() => window.Plotly);
  return plotlyLoading;
}

async function fromServer() {
  const base = document.body.dataset.weakLinkPlotly;
  if (!base) throw new Error("no server copy");
  const reply = await fetch(base);
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  evaluate(await reply.text());
}

function fromKernel(model) {
  return new Promise((resolve) => {
    const receive = (message, buffers) => {
      if (!message.plotly) return;
      model.off("msg:custom", receive);
      evaluate(new TextDecoder().decode(buffers[0]));
      resolve();
    };
    model.on("msg:custom", receive);
    model.send({ do: "plotly" });
  });
}

function evaluate(code) {
  const module = { exports: {} };
  new Function("module", "exports", "define", code)(module, module.exports, undefined);
  window.Plotly ??= module.exports;
}

// --- the page -------------------------------------------------------------------------------------------------

class Page {
  constructor(model, el) {
    this.model = model;
    this.published = document.body.dataset.voila === "voila";
    this.fields = new Map();
    this.pending = new Map(); // typed but not yet sent, by field
    this.sent = new Map(); // sent but not yet answered, by field
    this.last = { key: "", at: 0 }; // what was typed last, for where a step of Undo begins
    this.seq = 0;
    this.waiting = 0; // seq of the message in flight, 0 if none
    this.figures = new Map(); // chart element -> what it should show
    this.id = `wl${Math.random().toString(36).slice(2, 8)}`;

    this.receive = (message) => this.received(message);
    model.on("msg:custom", this.receive);
    this.root = make("div", { class: "wl", "data-lm-suppress-shortcuts": "true" });
    el.replaceChildren(this.root);
    this.build();
    this.onHash = () => this.ask({ do: "address", query: location.hash.slice(1) });
    if (this.published) window.addEventListener("hashchange", this.onHash);
    this.narrow = false;
    this.sizes = new ResizeObserver(() => this.resized());
    this.sizes.observe(this.root);
    this.beat = setInterval(() => this.ping(), BEAT_MS);
    this.ask({ do: "hello", query: this.published ? location.hash.slice(1) : "" });
    loadPlotly(model).then((plotly) => {
      this.plotly = plotly;
      for (const node of this.figures.keys()) this.draw(node);
    });
  }

  close() {
    clearInterval(this.beat);
    clearTimeout(this.slow);
    this.model.off("msg:custom", this.receive);
    window.removeEventListener("hashchange", this.onHash);
    this.sizes.disconnect();
    for (const node of this.figures.keys()) this.plotly?.purge(node);
  }

  // --- talking to the kernel ---

  ask(message) {
    this.flush();
    this.send(message);
  }

  send(message) {
    this.seq += 1;
    this.waiting = this.seq;
    clearTimeout(this.slow);
    try {
      this.model.send({ ...message, seq: this.seq });
    } catch {
      this.unanswered(); // the connection is known to be gone
      return;
    }
    this.slow = setTimeout(() => this.unanswered(), SLOW_MS);
  }

  // No reply: say so, keep what was typed in the address, and go on trying with the next change.
  unanswered() {
    this.waiting = 0;
    for (const [key, text] of this.sent) if (!this.pending.has(key)) this.pending.set(key, text);
    this.sent.clear();
    this.keep();
    this.lost(true);
  }

  keep() {
    if (!this.published || !this.pending.size) return;
    const texts = [...this.fields].map(([key, { input }]) => [key, input.value]).filter(([, text]) => text);
    history.replaceState(null, "", `#${new URLSearchParams(texts)}`);
  }

  typed(key, text) {
    const now = performance.now();
    if (key !== this.last.key || now - this.last.at > PAUSE_MS) this.step = true;
    this.last = { key, at: now };
    this.pending.set(key, text);
    if (!this.banner.hidden) this.keep();
    if (!this.waiting) this.flush();
  }

  flush() {
    if (!this.pending.size) return;
    const texts = Object.fromEntries(this.pending);
    this.sent = new Map(this.pending);
    this.pending.clear();
    this.send({ do: "type", texts, step: Boolean(this.step) });
    this.step = false;
  }

  ping() {
    if (!this.waiting) this.send({ do: "ping" });
  }

  lost(yes) {
    this.banner.hidden = !yes;
  }

  received(message) {
    if (message.plotly) return;
    if (message.seq === this.waiting) {
      this.waiting = 0;
      this.sent.clear();
      clearTimeout(this.slow);
    }
    this.lost(false);
    if (message.fault) {
      this.say(message.fault, true);
      this.root.classList.add("wl-stale");
    }
    else if (message.file !== undefined) this.download(message.file);
    else if (!message.pong) this.show(message);
    if (!this.waiting) this.flush();
  }

  // --- building ---

  build() {
    const button = (text, title, act) => make("button", { type: "button", class: "wl-button", title, text, onclick: act });
    this.undo = button("Undo", "Take back the last change", () => this.ask({ do: "undo" }));
    this.clear = button("Start empty", "Clear every field; Undo brings them back", () => this.ask({ do: "clear" }));
    this.examples = make("div", { class: "wl-menu-list" });
    this.menu = make(
      "details",
      { class: "wl-menu", onkeydown: (event) => event.key === "Escape" && this.shut(), onfocusout: (event) => this.left(event) },
      make("summary", { class: "wl-button", text: "Examples" }),
      this.examples,
    );
    this.copy = button("Copy link", "Copy an address that opens this page with these numbers", () => this.copyLink());
    this.save = button("Save", "Save these numbers to a file", () => this.ask({ do: "save" }));
    this.open = button("Open", "Open a file saved from this page", () => this.chooser.click());
    this.chooser = make("input", {
      type: "file",
      accept: ".json,application/json",
      class: "wl-away",
      tabindex: "-1",
      "aria-hidden": "true",
      onchange: () => this.load(),
    });
    this.notice = make("p", { class: "wl-notice", role: "status", "aria-live": "polite" });
    this.banner = make(
      "div",
      { class: "wl-banner", role: "alert", hidden: true },
      make("span", { text: "Connection lost. Your numbers are kept in this page. " }),
      make("button", { type: "button", class: "wl-button", text: "Reload", onclick: () => location.reload() }),
    );

    this.sentence = make("h2", { class: "wl-sentence" });
    this.chanceBar = make("div", { class: "wl-bar", "aria-hidden": "true" });
    this.chanceWords = make("p", { class: "wl-chances" });
    this.staleNote = make("p", { class: "wl-stale-note", text: "This is the answer for your last complete numbers." });
    this.head = make(
      "section",
      { class: "wl-head wl-card", "aria-label": "The answer" },
      make("div", { role: "status", "aria-live": "polite", "aria-atomic": "true" }, this.sentence),
      this.chanceBar,
      this.chanceWords,
      this.staleNote,
    );

    this.badge = make("span", { class: "wl-badge", text: "example" });
    this.story = make("p", { class: "wl-story" });
    this.fieldset = make("div", { class: "wl-fields" });
    this.more = make(
      "details",
      { class: "wl-more" },
      make("summary", { text: "More detail: fit and reached" }),
      make("div", { class: "wl-fields" }),
    );
    this.form = make(
      "form",
      { class: "wl-form wl-card", "aria-label": "Your numbers", onsubmit: (event) => event.preventDefault() },
      make("h2", { class: "wl-h" }, make("span", { text: "Your numbers" }), this.badge),
      this.story,
      this.fieldset,
      this.more,
    );

    this.parts = {};
    const part = (name, tag = "p", className = "") => (this.parts[name] = make(tag, { class: className }));
    const card = (className, title, ...children) =>
      make("section", { class: `wl-card ${className}` }, title ? make("h3", { class: "wl-h", text: title }) : null, ...children);
    const chart = (name) => {
      this.parts[`${name}Title`] = make("h3", { class: "wl-h" });
      this.parts[name] = make("div", { class: "wl-chart", role: "img" });
      this.parts[`${name}Words`] = make("details", { class: "wl-words" }, make("summary", { text: "In words" }), make("p"));
      return make(
        "section",
        { class: `wl-card wl-${name}` },
        this.parts[`${name}Title`],
        this.parts[name],
        part(`${name}Caption`, "p", "wl-caption"),
        this.parts[`${name}Words`],
      );
    };
    this.doorWide = make("div", { class: "wl-door-wide" });
    this.doorUpright = make("div", { class: "wl-door-upright" });
    this.answer = make(
      "div",
      { class: "wl-answer" },
      make(
        "section",
        { class: "wl-card wl-doorcard" },
        part("cost", "p", "wl-cost"),
        part("settling", "p", "wl-settling"),
        this.doorWide,
        this.doorUpright,
        part("basis", "p", "wl-caption"),
      ),
      chart("balance"),
      chart("bridge"),
      card("wl-for", "For it", part("for", "ul")),
      card("wl-against", "Against it", part("against", "ul"), part("change", "p", "wl-caption")),
      card(
        "wl-tempting",
        "The tempting number, and the right one",
        make(
          "div",
          { class: "wl-two" },
          make("div", {}, part("temptingNumber", "p", "wl-number wl-struck"), part("temptingOf", "p", "wl-of")),
          make(
            "div",
            {},
            part("rightNumber", "p", "wl-number"),
            part("rightRange", "p", "wl-of wl-strong"),
            part("rightOf", "p", "wl-of"),
          ),
        ),
        part("why", "p", "wl-caption"),
      ),
      card("wl-unseen", "Not seen in these numbers", part("unseen", "ul")),
      (this.actionCard = card(
        "wl-action",
        "What to do first",
        part("what", "p", "wl-strong"),
        part("step"),
        part("watch", "p", "wl-caption"),
      )),
    );
    this.empty = make("section", { class: "wl-card wl-empty" }, make("p"), make("ol"));
    this.root.append(
      make(
        "header",
        { class: "wl-top" },
        make("div", { class: "wl-title" }, make("h1", { text: "Which side of the door?" }), make("p", { text: "Marketing or sales: find the weak link" })),
        make(
          "div",
          { class: "wl-tools", role: "toolbar", "aria-label": "Tools" },
          this.undo,
          this.menu,
          this.clear,
          this.published ? this.copy : null,
          this.save,
          this.open,
          this.chooser,
        ),
      ),
      this.banner,
      this.notice,
      make("div", { class: "wl-grid" }, this.head, this.form, make("div", { class: "wl-body" }, this.answer, this.empty)),
    );
    this.root.classList.add("wl-opening");
    setText(this.sentence, "Opening …");
  }

  buildForm(form, examples) {
    this.fields.clear();
    this.fieldset.replaceChildren();
    const extra = this.more.querySelector(".wl-fields");
    extra.replaceChildren();
    for (const field of form) (field.more ? extra : this.fieldset).append(this.buildField(field));
    const load = (name) => {
      this.shut();
      this.ask({ do: "example", name });
    };
    this.examples.replaceChildren(
      ...examples.map(([name, text]) => make("button", { type: "button", class: "wl-button", text, onclick: () => load(name) })),
    );
  }

  shut() {
    if (this.menu.contains(document.activeElement)) this.menu.querySelector("summary").focus();
    this.menu.open = false;
  }

  left(event) {
    if (event.relatedTarget && !this.menu.contains(event.relatedTarget)) this.menu.open = false;
  }

  buildField(field) {
    const id = `${this.id}-${field.key}`;
    const described = `${id}-term ${id}-unit ${id}-note ${id}-said`;
    const common = { id, name: field.key, class: "wl-input", "aria-describedby": described };
    let input;
    if (field.kind === "choice") {
      input = make(
        "select",
        { ...common, onchange: () => this.typed(field.key, input.value) },
        ...field.options.map(([value, text]) => make("option", { value, text })),
      );
    } else {
      input = make("input", {
        ...common,
        type: "text",
        inputmode: field.kind === "count" ? "numeric" : "decimal",
        autocomplete: "off",
        spellcheck: "false",
        maxlength: "200",
        oninput: () => this.typed(field.key, input.value),
      });
    }
    const note = make("p", { class: "wl-note", id: `${id}-note` });
    const said = make("p", { class: "wl-said", id: `${id}-said`, "aria-live": "polite" });
    const box = make(
      "div",
      { class: `wl-field wl-field-${field.key}` },
      make("label", { for: id, class: "wl-label", text: field.label }),
      make("p", { class: "wl-term", id: `${id}-term`, text: field.term }),
      make("div", { class: "wl-entry" }, input, field.unit ? make("span", { class: "wl-unit", id: `${id}-unit`, text: field.unit }) : null),
      note,
      said,
    );
    this.fields.set(field.key, { input, note, said, box, field });
    return box;
  }

  // --- showing ---

  show(view) {
    if (view.form) this.buildForm(view.form, view.examples);
    if (view.empty) {
      [this.emptyTitle] = view.empty;
      setText(this.empty.querySelector("p"), view.empty[1]);
      setList(this.empty.querySelector("ol"), view.empty.slice(2));
    }
    this.root.classList.remove("wl-opening");
    for (const [key, { input, note, said, box, field }] of this.fields) {
      const text = view.texts[key] ?? "";
      const typing = document.activeElement === input && field.kind !== "choice";
      if (input.value !== text && !this.pending.has(key) && (view.fill || !typing)) input.value = text;
      const error = view.errors[key] ?? "";
      const missing = view.missing[key] ?? "";
      setText(note, view.notes[key] ?? view.echoes[key] ?? "");
      setText(said, error || missing);
      box.classList.toggle("wl-wrong", Boolean(error));
      box.classList.toggle("wl-missing", !error && Boolean(missing));
      if (error) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (error && field.more) this.more.open = true;
    }
    this.badge.hidden = !view.example;
    this.story.hidden = !view.example;
    setText(this.story, view.example ? `${view.example.name}. ${view.example.story}` : "");
    this.undo.disabled = !view.can_undo;
    if (this.published) this.address(view.query);
    this.say(view.notice ?? "", Boolean(view.notice));
    if (view.answer) this.showAnswer(view.answer);
    else if (view.cleared) this.shown = null;
    const nothing = !this.shown;
    this.root.classList.toggle("wl-stale", !nothing && view.stale);
    this.root.classList.toggle("wl-nothing", nothing);
    if (nothing) setText(this.sentence, this.emptyTitle);
    else setText(this.sentence, this.shown.sentence);
    this.root.dataset.revision = view.revision;
    this.root.dataset.stale = view.stale;
  }

  showAnswer(answer) {
    this.shown = answer;
    this.root.dataset.leaning = answer.leaning;
    this.root.dataset.verdict = answer.verdict;
    this.root.dataset.answer = answer.revision;
    this.chanceBar.replaceChildren(
      ...answer.chances
        .filter(({ share }) => share)
        .map(({ key, share }) => make("span", { class: `wl-${key}`, style: `flex-grow:${share}` })),
    );
    this.chanceWords.replaceChildren(
      ...answer.chances.map(({ key, label }) => make("span", { class: `wl-chance wl-${key}`, text: label })),
    );
    const parts = this.parts;
    for (const name of ["cost", "settling", "change", "basis"]) setText(parts[name], answer[name]);
    setText(parts.why, answer.tempting.why);
    setSvg(this.doorWide, answer.door.wide);
    setSvg(this.doorUpright, answer.door.upright);
    for (const name of ["balance", "bridge"]) {
      const pane = answer[name];
      setText(parts[`${name}Title`], pane.title);
      setText(parts[`${name}Caption`], pane.caption);
      setText(parts[`${name}Words`].querySelector("p"), pane.text);
      parts[name].setAttribute("aria-label", pane.text);
      this.figures.set(parts[name], { pane, revision: answer.revision });
      this.draw(parts[name]);
    }
    for (const name of ["for", "against", "unseen"]) setList(parts[name], answer[name]);
    const tempting = answer.tempting;
    setText(parts.temptingNumber, tempting.tempting);
    setText(parts.temptingOf, tempting.tempting_of);
    setText(parts.rightNumber, tempting.right);
    setText(parts.rightRange, tempting.right_range);
    setText(parts.rightOf, tempting.right_of);
    parts.temptingNumber.classList.toggle("wl-struck", !tempting.same);
    this.actionCard.hidden = !answer.action;
    if (answer.action) {
      setText(parts.what, answer.action.what);
      setText(parts.step, answer.action.step);
      setText(parts.watch, `Watch: ${answer.action.watch}`);
    }
  }

  draw(node) {
    if (!this.plotly) return;
    const { pane, revision } = this.figures.get(node);
    const figure = (this.narrow && pane.upright) || pane.figure;
    this.plotly
      .react(node, figure.data, figure.layout, { displayModeBar: false, responsive: true })
      .then(() => (node.dataset.revision = revision));
  }

  resized() {
    const narrow = this.root.clientWidth <= NARROW_PX;
    if (narrow === this.narrow) return;
    this.narrow = narrow;
    for (const node of this.figures.keys()) this.draw(node);
  }

  say(text, alarming = false) {
    setText(this.notice, text);
    this.notice.classList.toggle("wl-alarm", alarming);
  }

  // --- address, file, link ---

  address(query) {
    clearTimeout(this.addressing); // browsers refuse an address that changes too often
    this.addressing = setTimeout(() => history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search), 150);
  }

  async copyLink() {
    await new Promise((resolve) => setTimeout(resolve, 160));
    try {
      await navigator.clipboard.writeText(location.href);
      this.say("Link copied: it opens this page with these numbers.");
    } catch {
      const box = make("input", { value: location.href, "aria-label": "The link", class: "wl-input", readonly: true });
      this.notice.replaceChildren("Copy this link: ", box);
      box.select();
    }
  }

  download(text) {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: "weak-link.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    this.say("Saved as weak-link.json: open it here again to go on.");
  }

  async load() {
    const [file] = this.chooser.files;
    this.chooser.value = "";
    if (!file) return;
    if (file.size > LARGEST_FILE) this.say(`${file.name} is too large to be a file saved from this page. Choose another.`, true);
    else this.ask({ do: "load", text: await file.text() });
  }
}

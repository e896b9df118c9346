// The page: draws what it is answered and sends what is typed. It holds no arithmetic, no thresholds and no
// sentences about a business. Text is set as text, never as HTML; the one drawing that arrives as SVG is numbers only.

const CHARTS_MS = 5000; // charts wait no longer than this for the first answers
const LONG_MS = 600; // no answer for this long: show that work is going on
const ADDRESS_MS = 250; // browsers refuse an address that changes too often
const LARGEST_FILE = 2000000; // a file saved from this page
const LARGEST_TABLE = 5000000; // a spreadsheet; a larger message would end the connection without an error
const KEPT = "weak-link table"; // where this tab keeps a table too long for the address
const PAUSE_MS = 1500; // a pause in typing begins a new step for Undo
const NARROW_PX = 820; // as in page.css

let plotlyLoading = null;

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

function fromServer() {
  const src = document.body.dataset.weakLinkPlotly;
  if (!src) return Promise.reject(new Error("no server copy"));
  return new Promise((resolve, reject) => document.head.append(make("script", { src, onload: resolve, onerror: reject })));
}

// The file, without running it.
function fetchPlotly() {
  const href = document.body.dataset.weakLinkPlotly;
  if (href && !window.Plotly) document.head.append(make("link", { rel: "preload", as: "script", href }));
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

// Changes named one by one: plotly then moves the shapes and does not draw the chart again.
function shading(node, { shapes, annotations }) {
  const moves = Object.fromEntries((node.layout.selections ?? []).map((_, at) => [`selections[${at}]`, null]));
  for (const [at, { x0, x1 }] of shapes.entries()) Object.assign(moves, { [`shapes[${at}].x0`]: x0, [`shapes[${at}].x1`]: x1 });
  for (const [at, { x }] of annotations.entries()) moves[`annotations[${at}].x`] = x;
  return moves;
}

function evaluate(code) {
  const module = { exports: {} };
  new Function("module", "exports", "define", code)(module, module.exports, undefined);
  window.Plotly ??= module.exports;
}

// --- the page -------------------------------------------------------------------------------------------------

class Page {
  // Inside a consultation the consultation owns the address, the file and what the tab keeps.
  constructor(model, el, { inside = false } = {}) {
    this.line = inside ? null : Line.over(model);
    this.model = this.line ?? model;
    this.published = document.body.dataset.voila === "voila" && !inside;
    this.fields = new Map();
    this.pending = new Map(); // typed but not yet sent, by field
    this.sent = new Map(); // sent but not yet answered, by field
    this.unsaved = new Map(); // typed, and not yet in the address, by field
    this.query = location.hash.slice(1); // the form as it was answered last
    this.kept = null;
    this.last = { key: "", at: 0 }; // what was typed last, for where a step of Undo begins
    this.seq = 0;
    this.waiting = 0; // seq of the message in flight, 0 if none
    this.figures = new Map(); // chart element -> what it should show
    this.held = null; // charts to be drawn once the words are painted
    this.id = `wl${Math.random().toString(36).slice(2, 8)}`;

    this.receive = (message) => this.received(message);
    this.model.on("msg:custom", this.receive);
    this.root = make("div", { class: `wl${inside ? " wl-inside" : ""}`, "data-lm-suppress-shortcuts": "true" });
    el.replaceChildren(this.root);
    this.build();
    this.onHash = () => this.ask({ do: "address", query: location.hash.slice(1) });
    if (this.published) window.addEventListener("hashchange", this.onHash);
    this.narrow = false;
    this.chartSizes = new ResizeObserver((entries) => entries.forEach(({ target }) => this.fit(target)));
    for (const name of ["timeline", "changed", "balance", "bridge", "control"]) this.chartSizes.observe(this.parts[name]);
    this.sizes = new ResizeObserver(() => this.resized());
    this.sizes.observe(this.root);
    this.onHide = () => this.leave();
    if (this.published) window.addEventListener("pagehide", this.onHide);
    this.ask({ do: "hello", ...this.asked() });
    const first = this.published ? Line.first() : null;
    if (first) this.received(first);
    if (this.line) {
      this.line.again = () => this.again();
      this.line.onchange = () => this.connection();
      this.line.start();
    }
    this.answered()
      .then(() => loadPlotly(this.model))
      .then((plotly) => {
        this.plotly = plotly;
        for (const node of this.figures.keys()) this.draw(node);
      });
  }

  // Once nothing waits for an answer and the last one is painted: plotly.js keeps a browser busy for a second when it starts, and
  // what is typed before is answered first.
  answered() {
    if (!this.published) return Promise.resolve();
    fetchPlotly();
    return new Promise((resolve) => {
      this.quiet = () => requestAnimationFrame(() => setTimeout(() => (this.waiting ? null : resolve())));
      setTimeout(resolve, CHARTS_MS);
    });
  }

  close() {
    clearTimeout(this.long);
    clearTimeout(this.addressing);
    this.model.off("msg:custom", this.receive);
    window.removeEventListener("hashchange", this.onHash);
    window.removeEventListener("pagehide", this.onHide);
    this.line?.close();
    this.sizes.disconnect();
    this.chartSizes.disconnect();
    for (const node of this.figures.keys()) this.plotly?.purge(node);
  }

  // --- talking to the other side ---

  ask(message, buffers) {
    this.flush();
    this.send(message, buffers);
  }

  send(message, buffers) {
    this.seq += 1;
    this.waiting = this.seq;
    this.model.send({ ...message, seq: this.seq }, undefined, buffers);
    clearTimeout(this.long);
    this.long = setTimeout(() => this.root.classList.add("wl-busy"), LONG_MS);
  }

  // What the address says, and what the tab keeps that no address can carry.
  asked() {
    if (!this.published) return { query: "", kept: null };
    return { query: location.hash.slice(1), kept: sessionStorage.getItem(KEPT) };
  }

  // The other side knows nothing of this page, because it began anew: the form as it is, and the leads.
  again() {
    this.leads.sendAgain();
    return [[{ do: "hello", query: this.query, kept: this.kept }]];
  }

  // Whether what is typed reaches anybody.
  connection() {
    const { state, refusal } = this.line;
    const lost = state === "lost" || state === "refused";
    this.banner.hidden = !lost;
    if (!lost) return;
    setText(this.bannerWords, refusal || "Connection lost. Trying again … What you type is kept in this page.");
    this.reload.hidden = !refusal;
  }

  // What is typed is in the address before the page is left or loaded again.
  keep() {
    const texts = new URLSearchParams(this.query);
    if (texts.has("example")) {
      texts.delete("example"); // it is an example no longer
      for (const [key, { input }] of this.fields) if (input.value) texts.set(key, input.value);
    }
    texts.delete("said"); // it was said of other numbers
    for (const [key, text] of this.unsaved) text ? texts.set(key, text) : texts.delete(key);
    history.replaceState(null, "", `#${texts}`);
  }

  leave() {
    clearTimeout(this.addressing);
    this.flush();
    if (this.unsaved.size) this.keep();
    else this.writing?.();
  }

  typed(key, text) {
    const now = performance.now();
    if (key !== this.last.key || now - this.last.at > PAUSE_MS) this.step = true;
    this.last = { key, at: now };
    this.pending.set(key, text);
    if (this.published) {
      this.unsaved.set(key, text);
      this.later(() => this.keep());
    }
    if (!this.waiting) this.flush();
  }

  flush() {
    if (!this.pending.size) return;
    const texts = Object.fromEntries(this.pending);
    for (const [key, text] of this.pending) this.sent.set(key, text);
    this.pending.clear();
    this.send({ do: "type", texts, step: Boolean(this.step) });
    this.step = false;
  }

  received(message) {
    if (message.plotly) return;
    if (message.progress !== undefined) {
      if (message.seq === this.waiting) this.leads.doing(message);
      return;
    }
    if (message.seq === this.waiting) {
      this.waiting = 0;
      this.sent.clear();
      clearTimeout(this.long);
      this.root.classList.remove("wl-busy");
      if (message.part === undefined) {
        if (!this.leads.progress.hidden && !this.held) this.holdCharts();
        this.leads.done();
      }
    }
    if (message.part !== undefined) {
      this.leads.arrived(message.part);
      return;
    }
    if (message.rows) {
      this.leads.showRows(message.rows);
      if (!this.waiting) this.flush();
      return;
    }
    if (message.fault) {
      this.say(message.fault, true);
      this.root.classList.add("wl-stale");
    }
    else if (message.file !== undefined) this.download(message.file);
    else if (!message.pong) this.show(message);
    if (!this.waiting) this.flush();
    if (!this.waiting) this.quiet?.();
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
      (this.bannerWords = make("span")),
      (this.reload = make("button", { type: "button", class: "wl-button", text: "Reload", onclick: () => location.reload() })),
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
    this.parts = {};
    this.leads = new Leads(this);
    this.head.append(this.leads.progress);

    this.badge = make("span", { class: "wl-badge", text: "example" });
    this.story = make("p", { class: "wl-story" });
    this.fieldset = make("div", { class: "wl-fields" });
    this.more = make(
      "details",
      { class: "wl-more" },
      make("summary", { text: "More detail: fit and reached" }),
      make("div", { class: "wl-fields" }),
    );
    this.money = make("details", { class: "wl-more" }, make("summary", { text: "In money" }), make("div", { class: "wl-fields" }));
    this.ways = make(
      "div",
      { class: "wl-ways", role: "group", "aria-label": "How your numbers come in" },
      ...[["counts", "Totals"], ["table", "Month by month"], ["ledger", "Leads"]].map(([way, text]) =>
        make("button", { type: "button", class: "wl-way", "data-way": way, text, onclick: () => this.ask({ do: "way", way }) })),
    );
    this.form = make(
      "form",
      { class: "wl-form wl-card", "aria-label": "Your numbers", onsubmit: (event) => event.preventDefault() },
      make("h2", { class: "wl-h" }, make("span", { text: "Your numbers" }), this.badge),
      this.ways,
      this.story,
      this.leads.opener,
      this.leads.sheets,
      this.fieldset,
      this.more,
      this.money,
    );

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
    this.leadsAside = make("ul", { class: "wl-aside" });
    this.answer = make(
      "div",
      { class: "wl-answer" },
      ...this.leads.before,
      make(
        "section",
        { class: "wl-card wl-doorcard" },
        part("then", "p", "wl-caption wl-then"),
        part("cost", "p", "wl-cost"),
        part("settling", "p", "wl-settling"),
        part("worth", "p", "wl-worth"),
        this.doorWide,
        this.doorUpright,
        part("basis", "p", "wl-caption"),
      ),
      ...this.leads.after,
      (this.sheet = this.buildSheet()),
      (this.timelineCard = chart("timeline")),
      (this.changeCard = this.buildChange(part)),
      chart("balance"),
      chart("bridge"),
      (this.nextCard = card("wl-next", "Which number would settle it", part("next", "ul"), part("eitherWay"))),
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
    this.timelineCard.append(this.leadsAside);
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
      make("div", { class: "wl-grid" }, this.head, this.form, make("div", { class: "wl-body" }, this.empty, this.answer)),
    );
    this.leads.listen(this.root);
    this.root.classList.add("wl-opening");
    setText(this.sentence, "Opening …");
  }

  // A table of months: open, paste, edit, and the result.
  buildSheet() {
    this.grid = new Grid({ act: (op) => this.edited(op), say: (text) => this.say(text) });
    this.tableChooser = make("input", {
      type: "file",
      accept: ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv",
      class: "wl-away",
      tabindex: "-1",
      "aria-hidden": "true",
      onchange: () => this.upload([...this.tableChooser.files]),
    });
    this.addColumn = make("select", { class: "wl-input wl-add-column", "aria-label": "Add a column", onchange: () => this.column() });
    this.source = make("span", { class: "wl-source" });
    this.choice = make("div", { class: "wl-choice", hidden: true });
    this.tableSays = make("p", { class: "wl-table-says", role: "status", "aria-live": "polite" });
    this.tableAsks = make("div", { class: "wl-questions wl-table-asks" });
    this.told = make("details", { class: "wl-words" }, make("summary", { text: "Left out" }), make("ul"));
    this.asideList = make("ul", { class: "wl-aside" });
    this.pasteBox = make("textarea", {
      class: "wl-input wl-paste",
      rows: "2",
      "aria-label": "Paste cells here, with their headings",
      placeholder: "Paste cells from your spreadsheet here, with their headings",
      onpaste: (event) => this.pasted(event),
      onkeydown: (event) => event.stopPropagation(),
    });
    const sheet = make(
      "section",
      { class: "wl-card wl-sheet", "aria-label": "Your table" },
      make("h3", { class: "wl-h" }, make("span", { text: "Your table" }), this.source),
      make(
        "div",
        { class: "wl-sheet-tools" },
        make("button", { type: "button", class: "wl-button", text: "Open CSV or XLSX", title: "Or drop a file here", onclick: () => this.tableChooser.click() }),
        this.tableChooser,
        this.pasteBox,
        this.addColumn,
      ),
      this.choice,
      this.tableSays,
      this.tableAsks,
      this.grid.node,
      this.asideList,
      this.told,
    );
    sheet.addEventListener("dragover", (event) => {
      event.preventDefault();
      sheet.classList.add("wl-over");
    });
    sheet.addEventListener("dragleave", () => sheet.classList.remove("wl-over"));
    sheet.addEventListener("drop", (event) => {
      event.preventDefault();
      sheet.classList.remove("wl-over");
      this.upload([...event.dataTransfer.files]);
    });
    return sheet;
  }

  buildChange(part) {
    this.parts.changedTitle = make("h3", { class: "wl-h" });
    this.parts.changed = make("div", { class: "wl-chart", role: "img" });
    this.ends = new Map();
    this.dragging = "after";
    const period = (name, text) =>
      make(
        "fieldset",
        { class: "wl-period" },
        make("legend", {}, make("label", {}, make("input", {
          type: "radio", name: `${this.id}-drag`, value: name, checked: name === "after", onchange: () => (this.dragging = name),
        }), make("span", { text }))),
        ...["from", "to"].map((end) => {
          const select = make("select", { class: "wl-input", "aria-label": `${text}, ${end}`, onchange: () => this.period(name) });
          this.ends.set(`${name}_${end}`, select);
          return make("label", { class: "wl-end" }, make("span", { text: end }), select);
        }),
      );
    return make(
      "section",
      { class: "wl-card wl-changed" },
      this.parts.changedTitle,
      make("div", { class: "wl-periods" }, period("before", "Earlier period"), period("after", "Later period")),
      make("p", { class: "wl-caption", text: "Dragging across the months above sets the period that is marked." }),
      part("changedSentence", "p", "wl-cost"),
      part("changedWarning", "p", "wl-warning"),
      make("div", { class: "wl-changed-two" }, this.parts.changed, make("div", {}, part("changedTotal", "p", "wl-strong"), part("changedLinks", "ul"), part("changedMix", "ul"), part("changedUnseen", "p", "wl-caption"))),
    );
  }

  period(name) {
    const texts = Object.fromEntries(["from", "to"].map((end) => [`${name}_${end}`, this.ends.get(`${name}_${end}`).value]));
    this.ask({ do: "type", texts });
  }

  brushed(range) {
    if (!range || !this.panes) return;
    const months = this.panes.months;
    const at = (x) => months[Math.max(0, Math.min(months.length - 1, Math.round(x)))][0];
    const [from, to] = range.map(at);
    this.ask({ do: "type", texts: { [`${this.dragging}_from`]: from, [`${this.dragging}_to`]: to } });
  }

  async upload([file]) {
    this.tableChooser.value = "";
    if (!file) return;
    if (file.size > LARGEST_TABLE) {
      this.say(`${file.name} is too large: a table of months has a few hundred rows. Save the sheet with the table alone.`, true);
      return;
    }
    this.ask({ do: "upload", name: file.name }, [await file.arrayBuffer()]);
  }

  pasted(event) {
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData.getData("text/plain");
    if (!this.tooMuch(text)) this.ask({ do: "paste", text });
  }

  edited(op) {
    if (op.op !== "paste" || !this.tooMuch(op.text)) this.ask({ do: "cells", op });
  }

  tooMuch(text) {
    const large = text.length > LARGEST_FILE;
    if (large) this.say("That is too much to paste: open the file instead.", true);
    return large;
  }

  column() {
    const key = this.addColumn.value;
    this.addColumn.value = "";
    if (key) this.ask({ do: "column", key: key.replace("-", ""), on: !key.startsWith("-") });
  }

  buildExamples(examples) {
    const load = (name) => {
      this.shut();
      this.ask({ do: "example", name });
    };
    this.examples.replaceChildren(
      ...examples.map(([name, text]) => make("button", { type: "button", class: "wl-button", text, onclick: () => load(name) })),
    );
  }

  // Typing goes on at the same place where another form replaces this one.
  buildForm(way) {
    const held = [...this.fields].find(([, { input }]) => input === document.activeElement);
    const caret = held && held[1].input.tagName === "INPUT" ? [held[1].input.selectionStart, held[1].input.selectionEnd] : null;
    this.way = way;
    this.buildExamples(this.everyExample[way]);
    this.menu.hidden = !this.everyExample[way].length;
    this.fields.clear();
    const places = { "": this.fieldset, asked: this.fieldset, more: this.more.querySelector(".wl-fields"), money: this.money.querySelector(".wl-fields") };
    for (const place of Object.values(places)) place.replaceChildren();
    for (const field of this.forms[way]) places[field.group].append(this.buildField(field));
    this.more.hidden = !places.more.children.length;
    for (const [key, text] of [...this.sent, ...this.pending]) if (this.fields.has(key)) this.fields.get(key).input.value = text;
    const again = held && this.fields.get(held[0])?.input;
    if (again) {
      again.focus({ preventScroll: true });
      if (caret && again.tagName === "INPUT") again.setSelectionRange(...caret);
    }
    this.root.dataset.way = way;
    for (const button of this.ways.children) button.setAttribute("aria-pressed", String(button.dataset.way === way));
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
        inputmode: field.kind === "count" ? "numeric" : field.kind === "day" ? "text" : "decimal",
        placeholder: field.kind === "day" && field.group !== "asked" ? "2025-06-30" : null,
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
    if (!view.form && !this.forms) return; // the answer to a page that was left; this one's follows
    if (view.form) {
      this.forms = view.form;
      this.columns = view.columns;
      this.empties = view.empties;
      this.largest = view.largest;
      this.everyExample = view.examples;
      this.way = null;
    }
    if (view.way !== this.way) {
      this.buildForm(view.way);
      const [title, what, ...steps] = this.empties[view.way];
      this.emptyTitle = title;
      setText(this.empty.querySelector("p"), what);
      setList(this.empty.querySelector("ol"), steps);
      this.shown = null;
    }
    this.root.classList.remove("wl-opening");
    for (const [key, { input, note, said, box, field }] of this.fields) {
      const text = view.texts[key] ?? "";
      const typing = document.activeElement === input && field.kind !== "choice";
      if (input.value !== text && !this.pending.has(key) && !this.sent.has(key) && (view.fill || !typing)) input.value = text;
      const error = view.errors[key] ?? "";
      const missing = view.missing[key] ?? "";
      setText(note, view.notes[key] ?? view.echoes[key] ?? "");
      setText(said, error || missing);
      box.classList.toggle("wl-wrong", Boolean(error));
      box.classList.toggle("wl-missing", !error && Boolean(missing));
      if (error) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (error && field.group === "more") this.more.open = true;
      if ((error || text) && field.group === "money") this.money.open = true;
      if (field.group !== "asked") continue;
      box.hidden = !view.asked?.includes(key);
      const led = view.choices?.[key]; // answers that lead nowhere are not offered
      for (const option of input.options ?? []) option.hidden = option.disabled = Boolean(led && option.value && !led.some(([value]) => value === option.value));
    }
    this.showTable(view);
    this.leads.show(view);
    setText(this.parts.then, view.then ?? "");
    this.badge.hidden = !view.example;
    this.story.hidden = !view.example;
    setText(this.story, view.example ? `${view.example.name}. ${view.example.story}` : "");
    this.undo.disabled = !view.can_undo;
    this.query = view.query;
    if (typeof view.kept === "string") this.kept = view.kept || null;
    if (this.published && !this.waiting && !this.pending.size) {
      this.unsaved.clear();
      this.address(view.query);
    }
    if (this.published) this.keepTable(view.kept, view.way);
    this.say(view.notice ?? view.pasted?.text ?? "", Boolean(view.notice));
    // Show first, then draw: a chart drawn while hidden has the wrong size.
    this.root.classList.toggle("wl-nothing", !view.answer && (!this.shown || view.cleared || view.forgotten));
    if (view.answer?.same) this.sameAnswer(view.answer.revision);
    else if (view.answer) this.showAnswer(view.answer);
    else if (view.cleared || view.forgotten) this.shown = null;
    const nothing = !this.shown;
    this.root.classList.toggle("wl-stale", !nothing && view.stale);
    this.root.classList.toggle("wl-nothing", nothing);
    if (nothing) setText(this.sentence, view.waiting || this.emptyTitle);
    else setText(this.sentence, this.shown.sentence);
    this.root.dataset.revision = view.revision;
    this.root.dataset.stale = view.stale;
  }

  // The answer on the page is the answer to this message too: only its number changes.
  sameAnswer(revision) {
    this.root.dataset.answer = revision;
    setText(this.parts.basis, [this.shown.basis, this.panes?.judged].filter(Boolean).join(" "));
    for (const name of ["balance", "bridge"]) {
      const node = this.parts[name];
      this.figures.get(node).revision = revision;
      if (node.dataset.revision && !this.held?.has(node)) node.dataset.revision = revision;
    }
  }

  showTable(view) {
    const table = view.way === "table";
    const dated = view.way !== "counts";
    this.sheet.hidden = !table;
    for (const node of [this.timelineCard, this.changeCard]) node.hidden = !dated;
    this.panes = dated ? view.panes : null;
    if (!dated) {
      this.figures.delete(this.parts.timeline);
      this.figures.delete(this.parts.changed);
      return;
    }
    if (table) this.showSheet(view);
    this.timelineCard.hidden = this.changeCard.hidden = !view.panes;
    this.showAside(table ? this.asideList : this.leadsAside, view.panes);
    if (view.panes) this.showPanes(view.panes, view.revision);
    else for (const name of ["timeline", "changed"]) this.figures.delete(this.parts[name]);
  }

  showAside(list, panes) {
    list.replaceChildren(
      ...(panes?.set_aside ?? []).map(({ month, text, may_count }) =>
        make("li", {}, make("span", { text: `Set aside. ${text} ` }),
          may_count ? make("button", { type: "button", class: "wl-button wl-small", text: "Count it", onclick: () => this.ask({ do: "count", month }) }) : null)),
    );
  }

  showSheet(view) {
    const { columns, marks, aside, source } = view.grid;
    const rows = (this.rows = view.grid.rows ?? this.rows); // not sent again where nothing in it changed
    const known = new Map(this.columns.map((column) => [column.key, column]));
    this.grid.show({ columns: columns.map((key) => known.get(key)), rows, marks, aside });
    if (view.pasted) this.grid.pasted(view.pasted);
    setText(this.source, source);
    this.choice.hidden = !view.choose;
    if (view.choose) {
      this.choice.replaceChildren(
        make("span", { text: view.choose_title }),
        ...view.choose.map((name) => make("button", { type: "button", class: "wl-button", text: name, onclick: () => this.ask({ do: "sheet", name }) })),
      );
    }
    const option = (value, text) => make("option", { value, text });
    this.addColumn.replaceChildren(
      option("", "Columns …"),
      ...this.columns.filter(({ key }) => !columns.includes(key)).map(({ key, label }) => option(key, `Add ${label}`)),
      ...this.columns.filter(({ key, needed }) => columns.includes(key) && !needed && key !== "month").map(({ key, label }) => option(`-${key}`, `Take out ${label}`)),
    );
    const [mark] = marks;
    const first = mark ? `Row ${mark[0] + 1}, ${mark[2]}` : view.missing.table ?? view.errors.table ?? "";
    setText(this.tableSays, marks.length > 1 ? `${first} (${marks.length} cells are marked.)` : first || view.restated);
    this.tableSays.classList.toggle("wl-alarm", Boolean(mark || view.errors.table));
    this.showTableQuestions(view);
    this.told.hidden = !view.told.length;
    setText(this.told.querySelector("summary"), `How your table was read (${view.told.length})`);
    setList(this.told.querySelector("ul"), view.told);
  }

  /** The questions that the cells raise, where the cells are; each is a field of the form as well. */
  showTableQuestions(view) {
    const open = [...this.fields.values()].filter(({ field }) => field.group === "asked" && field.kind === "choice" && view.asked?.includes(field.key) && !view.texts[field.key]);
    this.tableAsks.replaceChildren(
      ...open.map(({ field }) =>
        make(
          "div",
          { class: "wl-question", role: "group", "aria-label": field.label },
          make("p", { class: "wl-strong", text: field.label }),
          make(
            "div",
            { class: "wl-answers" },
            ...(view.choices?.[field.key] ?? field.options.filter(([value]) => value)).map(([value, text]) => make("button", { type: "button", class: "wl-button", text, onclick: () => this.typed(field.key, value) })),
          ),
        ),
      ),
    );
  }

  showPanes(panes, revision) {
    const parts = this.parts;
    setText(parts.timelineTitle, panes.timeline.title);
    setText(parts.timelineCaption, [panes.timeline.caption, panes.bounds].filter(Boolean).join(" "));
    setText(parts.timelineWords.querySelector("p"), panes.timeline.text);
    parts.timeline.setAttribute("aria-label", panes.timeline.text);
    this.figures.set(parts.timeline, { pane: panes.timeline, revision });
    this.draw(parts.timeline);
    const change = panes.change;
    setText(parts.changedTitle, change?.title ?? "What changed");
    setText(parts.changedSentence, change?.sentence ?? "Two periods are needed: choose them here, or drag across the months above.");
    for (const [key, select] of this.ends) {
      const [name, end] = key.split("_");
      const ends = panes.periods[name];
      const value = ends ? ends[end === "from" ? 0 : 1] : "";
      if (select.dataset.months !== panes.months.join()) {
        select.replaceChildren(make("option", { value: "", text: "…" }), ...panes.months.map(([month, text]) => make("option", { value: month, text })));
        select.dataset.months = panes.months.join();
      }
      select.value = value;
    }
    const drawn = Boolean(change?.figure);
    parts.changed.parentElement.hidden = !drawn;
    setText(parts.changedWarning, change?.warning ?? "");
    if (!drawn) {
      this.figures.delete(parts.changed);
      return;
    }
    setText(parts.changedTotal, change.total);
    setList(parts.changedLinks, change.links);
    setList(parts.changedMix, change.mix);
    setText(parts.changedUnseen, [change.counted, change.unseen].filter(Boolean).join(" "));
    parts.changed.setAttribute("aria-label", [change.total, ...change.links].join(" "));
    this.figures.set(parts.changed, { pane: change, revision });
    this.draw(parts.changed);
  }

  keepTable(kept, way) {
    if (kept !== null) this.tooLong = way === "table" && Boolean(kept);
    try {
      if (kept) sessionStorage.setItem(KEPT, kept);
      else if (kept === "") sessionStorage.removeItem(KEPT);
    } catch {
      // no room in this browser: the table is then on the page and in saved files, and lost with a reload
    }
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
    for (const name of ["cost", "settling", "worth", "change"]) setText(parts[name], answer[name]);
    setText(parts.basis, [answer.basis, this.panes?.judged].filter(Boolean).join(" "));
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
    this.nextCard.hidden = !answer.next.length;
    setList(parts.next, answer.next);
    setText(parts.eitherWay, answer.either_way);
    this.actionCard.hidden = !answer.action;
    if (answer.action) {
      setText(parts.what, answer.action.what);
      setText(parts.step, answer.action.step);
      setText(parts.watch, `Watch: ${answer.action.watch}`);
    }
  }

  draw(node) {
    if (!this.plotly) return;
    if (this.held) {
      this.held.add(node);
      return;
    }
    const { pane, revision } = this.figures.get(node);
    const figure = (this.narrow && pane.upright) || pane.figure;
    const data = JSON.stringify(figure.data);
    const same = node === this.parts.timeline && this.drawnMonths === data; // after a brush only the shading is new
    if (node === this.parts.timeline) this.drawnMonths = data;
    const drawing = same && node.layout.shapes.length === figure.layout.shapes.length
      ? this.plotly.relayout(node, shading(node, figure.layout))
      : this.plotly.react(node, figure.data, figure.layout, { displayModeBar: false });
    drawing
      .then(() => {
        this.fit(node);
        node.dataset.revision = revision;
        if (node !== this.parts.timeline || node.dataset.brush) return;
        node.dataset.brush = "yes";
        node.on("plotly_selected", (event) => {
          if (!event?.range) return;
          this.brushed(event.range.x);
        });
      });
  }

  // After long work the words are painted first: to draw the charts takes longer than to read where to look.
  holdCharts() {
    const held = (this.held = new Set());
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.held = null;
        for (const node of held) if (this.figures.has(node)) this.draw(node);
      }));
  }

  // A chart is as wide as its place, even if that was hidden when the chart was drawn.
  fit(node) {
    const drawn = node._fullLayout;
    if (drawn && node.clientWidth && (drawn.width !== node.clientWidth || drawn.height !== node.clientHeight)) this.plotly.Plots.resize(node);
  }

  resized() {
    const narrow = this.root.clientWidth <= NARROW_PX;
    if (narrow === this.narrow) return;
    this.narrow = narrow;
    if (this.leads.study?.people.control) this.leads.size(this.leads.study.people.control);
    for (const node of this.figures.keys()) this.draw(node);
  }

  // A chart drawn while hidden gets its size now.
  shownAgain() {
    for (const node of this.figures.keys()) this.plotly && this.fit(node);
  }

  say(text, alarming = false) {
    setText(this.notice, text);
    this.notice.classList.toggle("wl-alarm", alarming);
  }

  // --- address, file, link ---

  address(query) {
    this.later(() => history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search));
  }

  later(write) {
    clearTimeout(this.addressing);
    this.writing = () => {
      this.writing = null;
      write();
    };
    this.addressing = setTimeout(this.writing, ADDRESS_MS);
  }

  async copyLink() {
    if (this.tooLong) {
      this.say("This table is too long for a link. Save it to a file instead, and send that.", true);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, ADDRESS_MS + 10));
    try {
      await navigator.clipboard.writeText(location.href);
      const leads = this.way === "ledger" && !this.badge.offsetParent;
      this.say(leads ? "Link copied: it opens this page with what was typed; the leads are not in it." : "Link copied: it opens this page with these numbers.");
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

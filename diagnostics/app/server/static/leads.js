// The third way in: an export of leads is opened, its columns are checked, its faults are shown, and leads are compared
// with people. It draws what the kernel says and sends what is chosen. Text is set as text, never as HTML.

class Leads {
  static VALUES = 12; // texts of the outcome that are seen without asking
  static FAULTS = 3; // likewise, the most serious first

  constructor(page) {
    this.page = page;
    this.opened = false; // the user asked to see the matching
    this.drawn = ""; // the matching that is drawn
    this.sending = null; // { files, at, part } while files are on their way
    this.build();
  }

  // --- building ---

  build() {
    const page = this.page;
    this.chooser = make("input", {
      type: "file",
      accept: ".csv,.tsv,.txt,.xlsx,.xlsm,.parquet,text/csv",
      multiple: true,
      class: "wl-away wl-leads-file",
      tabindex: "-1",
      "aria-hidden": "true",
      onchange: () => this.open([...this.chooser.files]),
    });
    this.file = make("p", { class: "wl-file" });
    this.opener = make(
      "div",
      { class: "wl-opener" },
      make("button", { type: "button", class: "wl-button wl-primary", text: "Open an export", onclick: () => this.chooser.click() }),
      make("p", { class: "wl-term", text: "CSV, XLSX or Parquet; or drop it on this page. Several files with the same headings are one export." }),
      this.file,
      this.chooser,
    );
    this.sheets = make("div", { class: "wl-leads-choice", role: "group", hidden: true });

    this.what = make("span", { class: "wl-doing" });
    this.bar = make("progress", { class: "wl-progress-bar", max: "1", "aria-label": "How far it is" });
    this.progress = make(
      "div",
      { class: "wl-progress", hidden: true },
      this.what,
      this.bar,
      make("button", { type: "button", class: "wl-button wl-small", text: "Stop", onclick: () => this.stop() }),
    );

    this.matchTitle = make("h3", { class: "wl-h" });
    this.matchLine = make("span", {});
    this.change = make("button", { type: "button", class: "wl-button wl-small", "aria-expanded": "false", onclick: () => this.toggle() });
    this.problem = make("p", { class: "wl-leads-problem", role: "alert" });
    this.questions = make("div", { class: "wl-questions" });
    this.columns = make("div", { class: "wl-columns" });
    this.told = make("details", { class: "wl-words" }, make("summary"), make("ul"));
    this.match = make(
      "section",
      { class: "wl-card wl-leads wl-match" },
      this.matchTitle,
      make("p", { class: "wl-match-line" }, this.matchLine, this.change),
      this.problem,
      this.questions,
      this.columns,
      this.told,
    );

    this.faultsTitle = make("h3", { class: "wl-h" });
    this.faultsLine = make("p", { class: "wl-faults-line" });
    this.faultsList = make("div", { class: "wl-faults-list" });
    this.faults = make("section", { class: "wl-card wl-leads wl-faults" }, this.faultsTitle, this.faultsLine, this.faultsList);

    this.peopleTitle = make("h3", { class: "wl-h" });
    this.peopleSentence = make("p", { class: "wl-people-sentence" });
    this.peopleAlarm = make("p", { class: "wl-people-alarm" });
    this.advice = make("p", { class: "wl-people-advice" });
    this.evidence = make("ul");
    this.over = make("p", { class: "wl-caption" });
    this.people = make(
      "section",
      { class: "wl-card wl-leads wl-people" },
      this.peopleTitle,
      this.peopleSentence,
      make("div", { class: "wl-people-two" }, make("div", {}, this.advice, this.peopleAlarm), make("div", {}, this.evidence)),
      this.over,
    );

    this.controlTitle = make("h3", { class: "wl-h" });
    this.controlChart = page.parts.control = make("div", { class: "wl-chart", role: "img" });
    this.controlCaption = make("p", { class: "wl-caption" });
    this.controlTable = make("details", { class: "wl-words" }, make("summary", { text: "As a table" }), make("div", { class: "wl-scroll", tabindex: "0", role: "region", "aria-label": "Channels and reps, as a table" }));
    this.control = make(
      "section",
      { class: "wl-card wl-leads wl-control" },
      this.controlTitle,
      this.controlChart,
      this.controlCaption,
      this.controlTable,
    );

    this.pairsTitle = make("h3", { class: "wl-h" });
    this.pairs = make("div", { class: "wl-scroll", tabindex: "0", role: "region", "aria-label": "Reps by channels" });
    this.pairsCaption = make("p", { class: "wl-caption" });
    this.speedTitle = make("h3", { class: "wl-h" });
    this.speedTable = make("div", { class: "wl-scroll", tabindex: "0", role: "region", "aria-label": "Time to the first contact" });
    this.speedCaption = make("p", { class: "wl-caption" });
    this.pairsCard = make("section", { class: "wl-card wl-pairs" }, this.pairsTitle, this.pairs, this.pairsCaption);
    this.speedCard = make("section", { class: "wl-card wl-speed" }, this.speedTitle, this.speedTable, this.speedCaption);
    this.side = make("div", { class: "wl-leads wl-leads-side" }, this.pairsCard, this.speedCard);

    this.before = [this.match, this.faults];
    this.after = [this.people, this.control, this.side];
  }

  // A file may be dropped anywhere on the page while this is the way in.
  listen(root) {
    const here = () => this.page.way === "ledger";
    root.addEventListener("dragover", (event) => {
      if (!here()) return;
      event.preventDefault();
      root.classList.add("wl-dropping");
    });
    root.addEventListener("dragleave", (event) => event.relatedTarget && root.contains(event.relatedTarget) ? null : root.classList.remove("wl-dropping"));
    root.addEventListener("drop", (event) => {
      root.classList.remove("wl-dropping");
      if (!here()) return;
      event.preventDefault();
      this.open([...event.dataTransfer.files]);
    });
  }

  // --- sending a file ---

  open(files) {
    this.chooser.value = "";
    if (!files.length) return;
    const { leads } = this.page.largest;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > leads) {
      const name = files.length === 1 ? files[0].name : `${files[0].name} and ${files.length - 1} more`;
      this.page.say(`${name} is ${Math.round(size / 1e6)} MB, and this page takes ${leads / 1e6} MB. Save it as Parquet, which is several times smaller, or read it in Python: dx.Ledger.read(path) takes any size.`, true);
      return;
    }
    this.sending = { files, at: 0, part: 0 };
    this.part();
  }

  // The other side began anew and has no file: it is sent once more, unless another one is on its way.
  sendAgain() {
    const files = this.sending?.files ?? this.sent;
    if (!files) return;
    this.sending = { files, at: 0, part: 0 };
    setTimeout(() => this.part());
  }

  async part() {
    const { files, at, part } = this.sending;
    const file = files[at];
    const size = this.page.largest.part;
    const parts = this.parts(file);
    this.doing({ progress: `Sending ${file.name}`, share: (at + part / parts) / files.length });
    let data;
    try {
      data = await file.slice(part * size, (part + 1) * size).arrayBuffer();
    } catch {
      this.sending = null;
      this.done();
      this.page.say(`${file.name} cannot be read. It may have been moved or changed since: open it again.`, true);
      return;
    }
    if (this.sending?.files !== files) return; // stopped, or other files were opened
    if (this.last()) {
      this.sent = files;
      this.sending = null;
      this.fresh = true;
    }
    this.page.ask({ do: "leads", name: file.name, size: file.size, part, parts, file: at, files: files.length }, [data]);
  }

  parts(file) {
    return Math.max(1, Math.ceil(file.size / this.page.largest.part));
  }

  // Whether the last part of the last file is on its way.
  last() {
    const { files, at, part } = this.sending;
    return at === files.length - 1 && part === this.parts(files[at]) - 1;
  }

  // One part is there: send the next.
  arrived(part) {
    if (this.sending?.part !== part) return;
    const { files, at } = this.sending;
    if (part + 1 < this.parts(files[at])) this.sending.part += 1;
    else Object.assign(this.sending, { at: at + 1, part: 0 });
    this.part();
  }

  stop() {
    if (this.sending && !this.last()) {
      this.sending = null;
      this.done();
      this.page.say("Stopped. Everything is as it was before.");
    } else {
      setText(this.what, "Stopping …");
      this.page.model.send({ do: "stop" });
    }
  }

  doing({ progress, share }) {
    this.progress.hidden = false;
    setText(this.what, progress);
    if (share === null || share === undefined) this.bar.removeAttribute("value");
    else this.bar.value = share;
  }

  done() {
    this.progress.hidden = true;
  }

  // --- showing ---

  show(view) {
    const here = view.way === "ledger";
    this.opener.hidden = !here;
    for (const node of [...this.before, ...this.after]) node.hidden = !here;
    this.page.root.classList.toggle("wl-has-leads", Boolean(here && view.leads.matching));
    if (!here) {
      this.page.figures.delete(this.controlChart);
      this.drawn = "";
      return;
    }
    const leads = view.leads;
    setText(this.file, leads.again || (view.example ? "The example’s leads" : leads.opened));
    this.file.classList.toggle("wl-again", Boolean(leads.again));
    this.sheets.hidden = !view.choose;
    if (view.choose) {
      this.sheets.replaceChildren(
        make("span", { text: leads.sheets }),
        ...view.choose.map((sheet) => make("button", { type: "button", class: "wl-button", text: sheet, onclick: () => this.page.ask({ do: "leads_sheet", name: sheet }) })),
      );
    }
    this.showMatching(leads.matching, view);
    if (leads.study) this.study = leads.study;
    else if (!leads.same) this.study = null;
    this.showStudy(leads.same, view.revision);
    this.told.hidden = !leads.told.length;
    setText(this.told.querySelector("summary"), `${leads.told_title} (${leads.told.length})`);
    setList(this.told.querySelector("ul"), leads.told);
  }

  toggle() {
    this.opened = !this.opened;
    this.fold();
  }

  fold() {
    const open = this.asking || this.opened;
    this.columns.hidden = !open;
    this.change.hidden = this.asking;
    setText(this.change, this.opened ? "Done" : "Change");
    this.change.setAttribute("aria-expanded", String(open));
  }

  showMatching(matching, view) {
    this.match.hidden = !matching;
    if (!matching) return;
    this.asking = matching.open;
    setText(this.matchTitle, matching.title);
    setText(this.matchLine, [matching.line, view.leads.study?.opened ?? (view.leads.same ? this.study?.opened : "")].filter(Boolean).join(" "));
    setText(this.problem, matching.problem);
    const signature = JSON.stringify(matching);
    if (signature !== this.drawn) {
      this.drawn = signature;
      const focused = this.match.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      this.drawQuestions(matching.questions);
      this.drawColumns(matching);
      if (focused) this.match.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
    this.fold();
    if (this.asking && this.fresh && this.page.narrow) this.match.scrollIntoView({ block: "start" }); // it is below the form there
    this.fresh = false;
  }

  drawQuestions(questions) {
    this.questions.replaceChildren(
      ...questions.map(({ text, remedy, answers }) =>
        make(
          "div",
          { class: "wl-question", role: "group", "aria-label": text },
          make("p", { class: "wl-strong", text }),
          make("p", { text: remedy }),
          answers.length
            ? make("div", { class: "wl-answers" }, ...answers.map((answer) => make("button", { type: "button", class: "wl-button", text: answer.text, onclick: () => this.say(answer.send) })))
            : null,
        )),
    );
  }

  say(what) {
    this.page.ask(what);
  }

  drawColumns(matching) {
    const usual = matching.fields.filter(({ usual }) => usual);
    const rest = matching.fields.filter(({ usual }) => !usual);
    this.columns.replaceChildren(this.table(usual, matching));
    if (rest.length) this.columns.append(make("details", { class: "wl-words" }, make("summary", { text: `More that a file may hold (${rest.length})` }), this.table(rest, matching)));
    if (matching.values.length) this.columns.append(this.meanings(matching));
  }

  table(fields, matching) {
    const row = (field) => {
      const id = `${this.page.id}-match-${field.key}`;
      const select = make(
        "select",
        { id, class: "wl-input", "data-key": field.key, onchange: () => this.say({ do: "match", field: field.key, heading: select.value || null }) },
        field.asked ? make("option", { value: "", text: "Choose …" }) : make("option", { value: "", text: matching.none }),
        ...matching.headings.map((heading) => make("option", { value: heading, text: heading })),
      );
      select.value = field.heading ?? "";
      return make(
        "tr",
        { class: field.asked ? "wl-asked" : field.heading ? "" : "wl-absent" },
        make("th", { scope: "row" }, make("label", { for: id, text: field.label }), field.needed ? make("span", { class: "wl-needed", text: "needed" }) : null),
        make("td", { class: "wl-chosen" }, select, field.why ? make("span", { class: "wl-why", text: field.why }) : null),
        make("td", { class: "wl-samples" }, ...(field.heading ? field.samples.map((text) => make("span", { text })) : [make("span", { class: "wl-hint", text: `such as ${field.hint}` })])),
      );
    };
    return make(
      "table",
      { class: "wl-matching" },
      make("thead", {}, make("tr", {}, ...["What it is", "Column of your file", "What stands there"].map((text) => make("th", { scope: "col", text })))),
      make("tbody", {}, ...fields.map(row)),
    );
  }

  meanings({ values, kinds, values_title }) {
    const line = (value, at) => {
      const name = `${this.page.id}-value-${at}`;
      return make(
        "fieldset",
        { class: value.means ? "wl-value" : "wl-value wl-asked" },
        make("legend", {}, make("span", { class: "wl-value-text", text: value.shown }), make("span", { class: "wl-value-count", text: value.count })),
        make("span", { class: "wl-three" }, ...kinds.map(([kind, text]) =>
          make("label", {}, make("input", {
            type: "radio", name, value: kind, checked: value.means === kind, "data-key": `${at}-${kind}`,
            onchange: () => this.say({ do: "meaning", text: value.text, means: kind }),
          }), make("span", { text })))),
      );
    };
    const lines = values.map(line);
    const more = lines.splice(Leads.VALUES);
    return make(
      "div",
      { class: "wl-values" },
      make("h4", { text: values_title }),
      ...lines,
      more.length ? make("details", { class: "wl-words" }, make("summary", { text: `${more.length} more` }), ...more) : null,
    );
  }

  showStudy(same, revision) {
    const study = this.study;
    this.faults.hidden = this.people.hidden = !study;
    this.control.hidden = !study?.people.control;
    this.pairsCard.hidden = !study?.people.grid;
    this.speedCard.hidden = !study?.speed;
    this.side.hidden = this.pairsCard.hidden && this.speedCard.hidden;
    if (this.control.hidden) this.page.figures.delete(this.controlChart);
    if (!study) return;
    const { control } = study.people;
    if (control) {
      this.page.figures.set(this.controlChart, { pane: control, revision });
      this.size(control);
      this.page.draw(this.controlChart);
    }
    if (same) return;
    this.showFaults(study.faults);
    this.showPeople(study.people);
    if (control) this.showControl(control);
    if (study.people.grid) this.showPairs(study.people.grid);
    if (study.speed) this.showSpeed(study.speed);
  }

  size(control) {
    this.controlChart.style.height = `${this.page.narrow ? control.height_upright : control.height}px`;
  }

  showFaults({ title, line, faults }) {
    setText(this.faultsTitle, title);
    setText(this.faultsLine, line);
    const items = faults.map((fault) => {
      const rows = make("div", { class: "wl-scroll", tabindex: "0", role: "region", "aria-label": "Rows", "data-fault": fault.key });
      return make(
        "article",
        { class: fault.blocks ? "wl-fault wl-blocks" : "wl-fault" },
        make("p", { class: "wl-strong", text: fault.what }),
        fault.blocks ? make("p", { class: "wl-prevents", text: fault.blocks }) : null,
        make("p", { class: "wl-effect", text: [fault.effect, fault.needs].filter(Boolean).join(" ") }),
        fault.rows
          ? make("details", { class: "wl-words", ontoggle: (event) => event.target.open && !rows.children.length && this.page.ask({ do: "rows", key: fault.key }) }, make("summary", { text: "Show rows" }), rows)
          : null,
      );
    });
    const more = items.splice(Math.max(Leads.FAULTS, faults.filter(({ blocks }) => blocks).length));
    this.faultsList.replaceChildren(
      ...items,
      ...(more.length ? [make("details", { class: "wl-words wl-more-faults" }, make("summary", { text: `${more.length} more` }), make("div", { class: "wl-faults-list" }, ...more))] : []),
    );
  }

  showRows({ key, columns, cells }) {
    for (const node of this.faultsList.querySelectorAll("[data-fault]")) {
      if (node.dataset.fault !== key) continue;
      node.replaceChildren(cells.length ? this.plain(columns, cells) : make("p", { class: "wl-caption", text: "No single row shows it." }));
    }
  }

  plain(columns, rows, numbersFrom = Infinity) {
    const cell = (tag, text, at, extra = {}) => make(tag, { text, class: at >= numbersFrom ? "wl-num" : null, ...extra });
    return make(
      "table",
      { class: "wl-table" },
      make("thead", {}, make("tr", {}, ...columns.map((text, at) => cell("th", text, at, { scope: "col" })))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text, at) => (at ? cell("td", text, at) : cell("th", text, at, { scope: "row" })))))),
    );
  }

  showPeople(people) {
    setText(this.peopleTitle, people.title);
    setText(this.peopleSentence, people.sentence);
    setText(this.advice, people.advice ?? "");
    setText(this.peopleAlarm, people.alarm ?? "");
    setList(this.evidence, people.evidence ?? []);
    setText(this.over, people.over ?? "");
    const two = this.people.querySelector(".wl-people-two");
    const [left, right] = two.children;
    left.hidden = !people.advice && !people.alarm;
    right.hidden = !people.evidence?.length;
    two.hidden = left.hidden && right.hidden;
    two.classList.toggle("wl-people-one", left.hidden || right.hidden);
  }

  showControl(control) {
    setText(this.controlTitle, control.title);
    setText(this.controlCaption, control.caption);
    this.controlChart.setAttribute("aria-label", control.text);
    const { columns, groups } = control.table;
    this.controlTable.querySelector("div").replaceChildren(
      ...groups.map(({ name, rows }) => this.plain([name, ...columns.slice(1)], rows, 1)),
    );
  }

  showPairs(grid) {
    setText(this.pairsTitle, grid.title);
    setText(this.pairsCaption, grid.caption);
    const cell = ({ rate, leads, level, thin, won }) =>
      make(
        "td",
        { class: thin ? "wl-pair wl-thin" : `wl-pair wl-shade-${level}`, title: won ? `${won} of ${leads} leads` : null },
        make("span", { class: "wl-pair-rate", text: rate }),
        leads ? make("span", { class: "wl-pair-leads", text: leads }) : null,
      );
    this.pairs.replaceChildren(
      make(
        "table",
        { class: "wl-pairs-table" },
        make("thead", {}, make("tr", {}, make("td"), ...grid.columns.map((text) => make("th", { scope: "col", text })))),
        make("tbody", {}, ...grid.rows.map(({ name, cells }) => make("tr", {}, make("th", { scope: "row", text: name }), ...cells.map(cell)))),
      ),
    );
  }

  showSpeed(speed) {
    setText(this.speedTitle, speed.title);
    setText(this.speedCaption, speed.caption);
    this.speedTable.replaceChildren(this.plain(speed.columns, speed.rows, 1));
  }
}

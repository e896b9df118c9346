// A small sheet to type and paste a table into. It knows nothing of what the columns mean: it draws text, reports
// what the user changed, and shows what show() is given. Text is set as text, never as HTML.
//
// Line r of the drawing always shows row r, so a refresh only touches the cells whose text or mark differs.

class Grid {
  static made = 0;
  static FIRST = 150; // rows drawn until the user asks for all of them
  static GHOSTS = 3; // lines to type into while there are no rows
  static LONGEST = 60; // characters in a cell
  static ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  constructor({ act = () => {}, say = () => {}, label = "Rows by month" } = {}) {
    this.act = act;
    this.say = say;
    this.columns = [];
    this.rows = [];
    this.marks = []; // [row, column, message]
    this.asides = []; // [row, reason]
    this.wrong = new Map(); // row -> Map(column -> message), from marks
    this.reasons = new Map(); // row -> reason, from asides
    this.lines = []; // what is drawn: { node, cells: [{ node, text, … }], reason, ghost }
    this.at = { row: 0, column: 0 }; // the active cell, one corner of the selection
    this.head = { row: 0, column: 0 }; // the other corner
    this.painted = null; // the rectangle drawn as selected
    this.active = null; // the one cell that Tab reaches
    this.editing = null; // { row, column, was, typed, touch } while an editor is open
    this.all = false; // the user asked for every row
    this.used = false; // a cell has been active, so "Delete row" means something
    this.pointer = null; // the kind of the last pointer that went down
    this.dragging = null; // "cells" or "rows"
    this.second = null; // the cell that was pressed while it already had the focus
    this.build(label);
  }

  get busy() {
    return this.editing !== null;
  }

  // --- building ------------------------------------------------------------------------------------------------

  static make(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  static write(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  static count(number, word) {
    return `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;
  }

  build(label) {
    const make = Grid.make;
    this.id = `wl-grid-${(Grid.made += 1)}`;
    this.titles = make("div", { class: "wl-grid-titles", role: "row", "aria-rowindex": 1 });
    this.body = make("div", { class: "wl-grid-rows", role: "rowgroup" });
    this.table = make(
      "div",
      { class: "wl-grid-table", role: "grid", "aria-label": label, "aria-multiselectable": "true" },
      make("div", { class: "wl-grid-top", role: "rowgroup" }, this.titles),
      this.body,
    );
    this.scroll = make("div", { class: "wl-grid-scroll", tabindex: -1 }, this.table);
    this.some = make("span", {});
    this.every = make("button", { type: "button", class: "wl-grid-every" });
    this.more = make("div", { class: "wl-grid-more" }, this.some, this.every);
    this.more.hidden = true;
    this.note = make("p", { class: "wl-grid-note", id: `${this.id}-note` });
    this.extent = make("span", { class: "wl-grid-extent", "aria-live": "polite" });
    this.adder = make("button", { type: "button", class: "wl-button wl-grid-add" }, "Add a month");
    this.remover = make("button", { type: "button", class: "wl-button wl-grid-delete" }, "Delete row");
    this.input = make("input", {
      type: "text", class: "wl-grid-editor", maxlength: Grid.LONGEST, autocomplete: "off", autocapitalize: "off",
      spellcheck: "false", enterkeyhint: "next",
    });
    this.node = make(
      "div",
      { class: "wl-grid-sheet", "data-lm-suppress-shortcuts": "true" }, // JupyterLab listens before we could stop a key
      make("div", { class: "wl-grid-frame" }, this.scroll, this.more),
      this.note,
      make("div", { class: "wl-grid-foot" }, this.adder, this.remover, this.extent),
    );

    const on = (node, type, handler) => node.addEventListener(type, handler);
    on(this.node, "keydown", (event) => this.key(event));
    on(this.scroll, "pointerdown", (event) => this.press(event));
    on(this.scroll, "mousedown", (event) => this.place(event.target) && event.preventDefault());
    on(this.scroll, "pointerover", (event) => this.drag(event));
    on(this.scroll, "click", (event) => this.click(event));
    on(this.body, "focusin", (event) => this.focused(event));
    on(this.input, "blur", () => this.close(true));
    on(this.every, "click", () => this.showAll());
    on(this.adder, "click", () => this.add());
    on(this.remover, "click", () => this.remove());

    // A browser may send copy and paste to the body when what has the focus is no text field, so they are caught at
    // the document, and only while the focus is in here.
    const clip = (event) => this.clip(event);
    const kinds = ["copy", "cut", "paste"];
    on(this.node, "focusin", () => kinds.forEach((kind) => document.addEventListener(kind, clip, true)));
    on(this.node, "focusout", () => kinds.forEach((kind) => document.removeEventListener(kind, clip, true)));
  }

  line(row) {
    const node = Grid.make("div", { class: "wl-grid-row", role: "row", "aria-rowindex": row + 2 });
    const cells = this.columns.map((column, index) => {
      const cell = document.createElement("div");
      cell.className = column.numeric ? "wl-grid-cell wl-grid-numeric" : "wl-grid-cell";
      cell.setAttribute("role", index === 0 ? "rowheader" : "gridcell");
      cell.setAttribute("aria-colindex", index + 1);
      cell.setAttribute("aria-selected", "false");
      cell.tabIndex = -1;
      if (index === 0) cell.dataset.row = row + 1;
      cell.append("");
      node.append(cell);
      return { node: cell, text: "", hint: "", wrong: "", title: "", selected: false };
    });
    return { node, cells, reason: "", ghost: false };
  }

  // --- drawing -------------------------------------------------------------------------------------------------

  show({ columns, rows, marks = [], aside = [] }) {
    const had = this.node.contains(document.activeElement);
    const same = columns.length === this.columns.length && columns.every((column, index) =>
      ["key", "label", "hint", "numeric"].every((name) => column[name] === this.columns[index][name]));
    const editor = same ? null : this.lift(columns);
    if (!same) this.heading(columns);
    this.rows = rows.map((row) => row.slice());
    this.marks = marks.map((mark) => mark.slice());
    this.asides = aside.map((entry) => entry.slice());
    this.draw();
    if (editor) this.open(editor);
    if (had && !this.node.contains(document.activeElement)) this.focus();
  }

  // Other columns: everything is drawn anew. An open editor moves along with its column.
  lift(columns) {
    if (!this.editing) return null;
    const { selectionStart, selectionEnd, value } = this.input;
    const column = columns.findIndex(({ key }) => key === this.columns[this.editing.column].key);
    const edit = this.editing;
    this.close(false);
    if (column >= 0) {
      this.at = this.head = { row: edit.row, column };
      return { ...edit, column, value, selectionStart, selectionEnd };
    }
    this.say("The column that was being edited is gone.");
    return null;
  }

  heading(columns) {
    this.columns = columns.map((column) => ({ ...column }));
    this.widths = columns.map(() => 0);
    this.body.replaceChildren();
    this.lines = [];
    this.active = this.painted = null;
    this.table.setAttribute("aria-colcount", columns.length);
    this.titles.replaceChildren(...columns.map(({ label, numeric }, index) => {
      const title = Grid.make("div", { class: "wl-grid-title", role: "columnheader", "aria-colindex": index + 1 }, label);
      title.classList.toggle("wl-grid-numeric", Boolean(numeric));
      return title;
    }));
  }

  // Number of lines the arrow keys reach: the rows, or ghosts while there are none; never fewer than an editor needs.
  get height() {
    return Math.max(this.rows.length || Grid.GHOSTS, this.editing ? this.editing.row + 1 : 0);
  }

  draw() {
    const height = this.height;
    const clamp = ({ row, column }) => ({
      row: Math.max(0, Math.min(row, height - 1)),
      column: Math.max(0, Math.min(column, this.columns.length - 1)),
    });
    [this.at, this.head] = [clamp(this.at), clamp(this.head)];
    this.wrong = new Map();
    for (const [row, column, message] of this.marks) {
      if (!this.wrong.has(row)) this.wrong.set(row, new Map());
      this.wrong.get(row).set(column, message);
    }
    this.reasons = new Map(this.asides);

    if (height <= Grid.FIRST) this.all = false;
    const drawn = this.all ? height : Math.min(height, Grid.FIRST);
    while (this.lines.length > drawn) this.lines.pop().node.remove();
    const fresh = document.createDocumentFragment();
    while (this.lines.length < drawn) {
      const line = this.line(this.lines.length);
      this.lines.push(line);
      fresh.append(line.node);
    }
    this.measure();
    for (let row = 0; row < drawn; row += 1) this.paint(row);
    this.body.append(fresh);

    this.table.setAttribute("aria-rowcount", height + 1);
    this.more.hidden = drawn >= height;
    if (!this.more.hidden) {
      const total = height.toLocaleString("en-US");
      Grid.write(this.some, `The first ${drawn} of ${total} rows.`);
      Grid.write(this.every, `Show all ${total} rows`);
    }
    this.choose();
  }

  paint(row) {
    const line = this.lines[row];
    const values = this.rows[row];
    const wrong = this.wrong.get(row);
    const reason = this.reasons.get(row) ?? "";
    if (line.reason !== reason) line.node.classList.toggle("wl-grid-aside", reason !== "");
    line.reason = reason;
    if (line.ghost !== !values) line.node.classList.toggle("wl-grid-ghost", !values);
    line.ghost = !values;
    for (let column = 0; column < line.cells.length; column += 1) {
      const cell = line.cells[column];
      const text = values?.[column] ?? "";
      const mark = wrong?.get(column) ?? "";
      const hint = values ? "" : this.hint(row, column);
      const title = mark || reason;
      if (cell.text !== text) cell.node.firstChild.data = cell.text = text;
      if (cell.hint !== hint) {
        cell.hint = hint;
        if (hint) cell.node.dataset.hint = hint;
        else delete cell.node.dataset.hint;
      }
      if (cell.wrong !== mark) {
        cell.node.classList.toggle("wl-grid-wrong", mark !== "");
        if (mark) cell.node.setAttribute("aria-invalid", "true");
        else cell.node.removeAttribute("aria-invalid");
        cell.wrong = mark;
      }
      if (cell.title !== title) {
        cell.title = title;
        if (title) cell.node.title = title; // on hover, and the description while the cell is not the active one
        else cell.node.removeAttribute("title");
      }
    }
  }

  // The hint in an empty line; a month counts on, so that three ghosts are three months.
  hint(row, column) {
    const hint = this.columns[column].hint ?? "";
    return hint.replace(/^(\d{4}-)(0[1-9])$/, (_, year, month) => year + String(Number(month) + row).padStart(2, "0"));
  }

  // A column is as wide as what is in it, within reason, and never shrinks under the user's hands.
  measure() {
    const gutter = 14 + 8 * Math.max(2, String(this.height).length); // the row numbers
    const flagged = new Set(this.marks.map(([, column]) => column)); // these also hold the marker
    const widths = this.columns.map(({ label, hint = "", numeric }, column) => {
      const side = (column === 0 ? gutter : 0) + 21;
      const word = Math.max(label.length / 2, ...label.split(/\s+/).map((part) => part.length)); // on two lines
      let longest = hint.length;
      const end = Math.min(this.rows.length, Grid.FIRST);
      for (let row = 0; row < end; row += 1) longest = Math.max(longest, this.rows[row][column]?.length ?? 0);
      const text = Math.min(longest, 24) * 9 + side + (numeric ? 22 : flagged.has(column) ? 32 : column === 0 ? 20 : 5);
      return Math.round(Math.max(text, Math.min(word, 24) * 8.4 + side, this.widths[column], 82));
    });
    if (widths.every((width, column) => width === this.widths[column]) && gutter === this.gutter) return;
    [this.widths, this.gutter] = [widths, gutter];
    const em = (width) => `${(width / 15).toFixed(2)}em`; // the text is 15px, and larger on a very wide page
    this.table.style.setProperty("--columns", widths.map((width) => `minmax(${em(width)}, 1fr)`).join(" "));
    this.table.style.setProperty("--gutter", em(gutter));
    this.table.style.minWidth = em(widths.reduce((sum, width) => sum + width, 1));
  }

  // --- the selection -------------------------------------------------------------------------------------------

  get area() {
    const [a, b] = [this.at, this.head];
    return {
      top: Math.min(a.row, b.row), bottom: Math.max(a.row, b.row),
      left: Math.min(a.column, b.column), right: Math.max(a.column, b.column),
    };
  }

  // Draws the selection as it now is.
  choose() {
    const { top, bottom, left, right } = this.area;
    const before = this.painted ?? { top, bottom };
    const end = Math.min(Math.max(bottom, before.bottom), this.lines.length - 1);
    for (let row = Math.min(top, before.top); row <= end; row += 1) {
      this.lines[row].cells.forEach((cell, column) => {
        const selected = row >= top && row <= bottom && column >= left && column <= right;
        if (cell.selected === selected) return;
        cell.selected = selected;
        cell.node.setAttribute("aria-selected", String(selected));
      });
    }
    this.painted = { top, bottom };

    const cell = this.lines[this.at.row]?.cells[this.at.column]?.node ?? null;
    if (cell !== this.active) {
      this.active?.classList.remove("wl-grid-active");
      this.active?.removeAttribute("aria-describedby");
      if (this.active) this.active.tabIndex = -1;
      this.active = cell;
      this.active?.classList.add("wl-grid-active");
      if (this.active) this.active.tabIndex = 0;
    }
    const { row, column } = this.at;
    const wrong = this.wrong.get(row)?.get(column);
    const reason = this.reasons.get(row);
    const label = this.columns[column]?.label ?? "";
    const message = wrong && !wrong.startsWith(label) ? `${label}: ${wrong}` : wrong;
    const text = message ? `Row ${row + 1}, ${message}` : reason ? `Row ${row + 1}: ${reason}` : "";
    Grid.write(this.note, this.used ? text : "");
    this.note.classList.toggle("wl-grid-alarm", Boolean(wrong));
    if (text) this.active?.setAttribute("aria-describedby", this.note.id);
    else this.active?.removeAttribute("aria-describedby");
    if (wrong && this.editing) this.input.setAttribute("aria-describedby", this.note.id);
    else this.input.removeAttribute("aria-describedby");

    const [high, wide] = [bottom - top + 1, right - left + 1];
    this.table.classList.toggle("wl-grid-many", high * wide > 1);
    const extent = `${Grid.count(high, "row")} × ${Grid.count(wide, "column")} selected`;
    Grid.write(this.extent, high * wide > 1 ? extent : "");
    const doomed = Math.min(bottom + 1, this.rows.length) - top;
    Grid.write(this.remover, doomed > 1 ? `Delete ${doomed.toLocaleString("en-US")} rows` : "Delete row");
    this.remover.disabled = !this.used || doomed < 1;
  }

  // Makes a cell the active one and gives it the focus.
  go(row, column) {
    this.select({ row, column });
    this.focus();
  }

  // From the active cell to the opposite corner; `seen` is the cell to scroll to.
  select(at, head = at, seen = head) {
    this.at = at;
    this.head = head;
    this.used = true;
    this.node.classList.add("wl-grid-used");
    if (seen.row >= this.lines.length) {
      this.all = true;
      this.draw();
    } else {
      this.choose();
    }
    this.reveal(seen);
  }

  focus() {
    this.active?.focus({ preventScroll: true }); // reveal() scrolls, and knows of the titles that cover the top
  }

  focused(event) {
    if (this.used || event.target === this.input) return;
    this.used = true;
    this.node.classList.add("wl-grid-used");
    this.choose();
  }

  reveal({ row, column }) {
    const cell = this.lines[row]?.cells[column]?.node;
    if (!cell) return;
    const left = column === 0 ? 0 : this.titles.firstChild.offsetWidth;
    this.scroll.style.scrollPadding = `${this.titles.offsetHeight}px 0 0 ${left}px`;
    if (column === 0) this.scroll.scrollLeft = 0;
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  showAll() {
    this.all = true;
    this.draw();
    this.focus();
  }

  // --- editing -------------------------------------------------------------------------------------------------

  // typed: the first key replaces what is there.
  edit({ typed = false, touch = false } = {}) {
    const { row, column } = this.at;
    this.open({ row, column, typed, touch, was: this.rows[row]?.[column] ?? "" });
  }

  open({ row, column, was, typed, touch, value = typed ? "" : was, selectionStart, selectionEnd }) {
    if (this.editing) return;
    this.editing = { row, column, was, typed, touch };
    this.at = this.head = { row, column };
    this.draw();
    const { label, numeric } = this.columns[column];
    this.input.value = value;
    this.input.inputMode = numeric ? "decimal" : "text";
    this.input.placeholder = this.hint(this.rows.length ? 0 : row, column);
    this.input.classList.toggle("wl-grid-numeric", Boolean(numeric));
    this.input.setAttribute("aria-label", `${label}, row ${row + 1}`);
    this.active.classList.add("wl-grid-editing");
    this.active.append(this.input);
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(selectionStart ?? value.length, selectionEnd ?? value.length);
    this.choose();
  }

  close(keep) {
    const edit = this.editing;
    if (!edit) return;
    this.editing = null; // first: taking the input away makes it blur
    const text = this.input.value.trim();
    this.input.parentNode?.classList.remove("wl-grid-editing");
    this.input.remove();
    if (!keep || !this.set([[edit.row, edit.column, text]], edit.was)) this.draw();
  }

  // Changes cells here and says so. False where nothing changes.
  set(cells, was) {
    const changed = cells.filter(([row, column, text]) => text !== (was ?? this.rows[row]?.[column]));
    if (!changed.length) return false;
    const touched = new Set();
    for (const [row, column, text] of changed) {
      while (this.rows.length <= row) this.rows.push(this.columns.map(() => ""));
      this.rows[row][column] = text;
      touched.add(row * this.columns.length + column);
    }
    this.marks = this.marks.filter(([row, column]) => !touched.has(row * this.columns.length + column));
    this.draw();
    this.act({ op: "set", cells: changed });
    return true;
  }

  clear() {
    const { top, bottom, left, right } = this.area;
    const cells = [];
    for (let row = top; row <= Math.min(bottom, this.rows.length - 1); row += 1) {
      for (let column = left; column <= right; column += 1) cells.push([row, column, ""]);
    }
    return this.set(cells);
  }

  add() {
    this.close(true);
    const at = this.rows.length;
    this.rows.push(this.columns.map(() => ""));
    this.draw();
    this.go(at, 0);
    this.act({ op: "insert", at });
  }

  remove() {
    this.close(true);
    const { top, bottom } = this.area;
    const count = Math.min(bottom + 1, this.rows.length) - top;
    if (count < 1) return;
    this.rows.splice(top, count);
    const shift = (entries) => entries
      .filter(([row]) => row < top || row >= top + count)
      .map(([row, ...rest]) => [row < top ? row : row - count, ...rest]);
    this.marks = shift(this.marks);
    this.asides = shift(this.asides);
    this.at = this.head = { row: top, column: this.at.column };
    this.draw();
    this.go(this.at.row, this.at.column);
    this.say(count === 1 ? `Row ${top + 1} deleted.` : `${Grid.count(count, "row")} deleted.`);
    this.act({ op: "delete", at: top, count });
  }

  // --- keys ----------------------------------------------------------------------------------------------------

  key(event) {
    event.stopPropagation();
    if (event.target.closest("button") || !this.active) return;
    const handled = this.editing ? this.editKey(event) : this.walkKey(event);
    if (handled) event.preventDefault();
  }

  editKey(event) {
    const { row, column, typed, touch } = this.editing;
    if (event.isComposing || event.keyCode === 229) return false;
    const [last, end] = [this.height - 1, this.columns.length - 1];
    const move = (to, on) => {
      this.close(true);
      this.go(Math.max(0, Math.min(to, last)), on);
      if (touch && (to !== row || on !== column) && to <= last) this.edit({ touch }); // the phone's keyboard stays up
      return true;
    };
    if (event.key === "Escape") {
      this.close(false);
      this.go(row, column);
      return true;
    }
    if (event.key === "Enter") return move(row + (event.shiftKey ? -1 : 1), column);
    if (event.key === "Tab") {
      const next = row * (end + 1) + column + (event.shiftKey ? -1 : 1);
      if (next >= 0 && next <= last * (end + 1) + end) return move(Math.floor(next / (end + 1)), next % (end + 1));
      this.close(true); // out of the grid: the browser goes on from the cell
      this.go(row, column);
      return false;
    }
    if (typed && event.key === "ArrowDown") return move(row + 1, column);
    if (typed && event.key === "ArrowUp") return move(row - 1, column);
    return false;
  }

  walkKey(event) {
    const control = event.ctrlKey || event.metaKey;
    const { key, shiftKey } = event;
    const [last, end] = [this.height - 1, this.columns.length - 1];
    const from = shiftKey ? this.head : this.at;
    const to = (row, column) => {
      const place = { row: Math.max(0, Math.min(row, last)), column: Math.max(0, Math.min(column, end)) };
      if (!shiftKey) this.go(place.row, place.column);
      else this.select(this.at, place);
      return true;
    };
    if (key in Grid.ARROWS) {
      const far = control ? Infinity : 1;
      const [down, across] = Grid.ARROWS[key];
      return to(from.row + (down ? down * far : 0), from.column + (across ? across * far : 0));
    }
    if (key === "Home") return to(control ? 0 : from.row, 0);
    if (key === "End") return to(control ? last : from.row, end);
    if (key === "PageUp" || key === "PageDown") {
      const lines = Math.floor((this.scroll.clientHeight - this.titles.offsetHeight) / this.active.offsetHeight) - 1;
      return to(from.row + (key === "PageUp" ? -1 : 1) * Math.max(1, lines), from.column);
    }
    if (key === "Delete" || key === "Backspace") {
      this.clear();
      return true;
    }
    if (key === "Escape" && (this.at.row !== this.head.row || this.at.column !== this.head.column)) {
      this.go(this.at.row, this.at.column);
      return true;
    }
    if (control && !event.altKey && key.toLowerCase() === "a") {
      this.select({ row: 0, column: 0 }, { row: last, column: end }, { row: 0, column: 0 });
      this.focus();
      return true;
    }
    if (key === " " && shiftKey) {
      this.select({ row: this.at.row, column: 0 }, { row: this.head.row, column: end });
      this.focus();
      return true;
    }
    if (key === "Enter" || key === "F2" || (key === " " && !control)) {
      this.go(this.at.row, this.at.column);
      this.edit();
      return true;
    }
    const types = [...key].length === 1 && (event.getModifierState("AltGraph") || (!control && !event.altKey));
    if (types || key === "Dead" || key === "Process") {
      this.go(this.at.row, this.at.column);
      this.edit({ typed: true }); // and the key goes into the editor, which now has the focus
    }
    return false;
  }

  // --- the pointer ---------------------------------------------------------------------------------------------

  // The cell under a node; nothing inside an open editor.
  place(target) {
    const cell = target === this.input ? null : target.closest?.(".wl-grid-cell");
    if (!cell) return null;
    const index = (node, name) => Number(node.getAttribute(name));
    return { row: index(cell.parentNode, "aria-rowindex") - 2, column: index(cell, "aria-colindex") - 1 };
  }

  // Row numbers are at the left of the first cell; a press there selects the whole row.
  number(event, { row, column }) {
    if (column !== 0) return false;
    const cell = this.lines[row].cells[0].node;
    const width = parseFloat(getComputedStyle(cell, "::before").width);
    return event.clientX - cell.getBoundingClientRect().left <= width;
  }

  take(row) {
    this.select({ row, column: 0 }, { row, column: this.columns.length - 1 });
    this.focus();
  }

  press(event) {
    this.pointer = event.pointerType;
    this.second = null;
    const place = this.place(event.target);
    if (!place || event.pointerType !== "mouse") return;
    const { top, bottom, left, right } = this.area;
    const inside = place.row >= top && place.row <= bottom && place.column >= left && place.column <= right;
    if (event.button !== 0 && inside) return;
    const had = this.active === document.activeElement && place.row === this.at.row && place.column === this.at.column;
    this.close(true);
    this.dragging = "cells";
    if (event.shiftKey) {
      this.select(this.at, place);
      this.focus();
    } else if (this.number(event, place)) {
      this.dragging = "rows";
      this.take(place.row);
    } else {
      if (had && event.button === 0) this.second = place;
      this.go(place.row, place.column);
    }
  }

  drag(event) {
    if (this.pointer !== "mouse" || event.buttons !== 1) this.dragging = null;
    const place = this.dragging && this.place(event.target);
    if (!place) return;
    if (this.dragging === "rows") place.column = this.columns.length - 1;
    if (place.row === this.head.row && place.column === this.head.column) return;
    this.second = null;
    this.select(this.at, place);
  }

  click(event) {
    const { pointer, second } = this;
    this.pointer = this.second = this.dragging = null;
    const place = this.place(event.target);
    if (!place) return;
    if (pointer === "mouse") {
      if (second) this.edit();
      return;
    }
    this.close(true); // a finger, a pen, or a screen reader's own click
    if (this.number(event, place)) return void this.take(place.row);
    this.go(place.row, place.column);
    this.edit({ touch: true });
  }

  // --- the clipboard -------------------------------------------------------------------------------------------

  clip(event) {
    const focus = document.activeElement;
    if (!this.node.contains(focus) || focus.closest("button")) return;
    event.stopPropagation();
    const text = event.type === "paste" ? event.clipboardData.getData("text/plain") : "";
    if (this.editing) {
      // Text goes into the editor as in any field; a block of cells does not belong in one cell.
      if (!/\t|[\r\n]./s.test(text.trim())) return;
      this.close(false);
      this.focus();
    }
    event.preventDefault();
    if (event.type === "paste") this.paste(text);
    else this.copy(event);
  }

  copy(event) {
    const { top, bottom, left, right } = this.area;
    const quote = (text) => (/^"|[\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    // A spreadsheet runs what begins as a formula; pasted here again, the apostrophe goes.
    const inert = (text) => (/^[=+\-@＝＋－＠]/.test(text) && !/^[+-]?[\d.,%\s]*$/.test(text) ? `'${text}` : text);
    const cells = (row) => row.slice(left, right + 1).map((text) => quote(inert(text)));
    const lines = this.rows.slice(top, bottom + 1).map((row) => cells(row).join("\t"));
    if (!lines.length) return;
    event.clipboardData.setData("text/plain", lines.join("\n"));
    const size = lines.length * (right - left + 1);
    if (event.type === "cut") this.clear();
    this.say(`${Grid.count(size, "cell")} ${event.type === "cut" ? "cut" : "copied"}.`);
  }

  // The kernel splits the text and writes the cells, as it does for every other paste.
  paste(text) {
    if (!text.trim()) return this.say("There is no text to paste.");
    const { top, bottom, left, right } = this.area;
    this.act({ op: "paste", row: top, column: left, rows: bottom - top + 1, columns: right - left + 1, text });
  }

  // The cells that a paste wrote are selected, unless the user is already typing into one.
  pasted({ row, column, rows, columns }) {
    if (this.editing || !rows) return;
    const first = { row, column };
    const here = this.scroll.contains(document.activeElement);
    this.select(first, { row: row + rows - 1, column: column + columns - 1 }, first);
    if (here) this.focus();
  }
}

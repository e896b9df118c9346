// A small sheet to type and paste a table into. It knows nothing of what the columns mean: it draws text, reports what
// the user changed, and shows what show() is given. Text is set as text, never as HTML.

import { setAttribute } from "../dom";
import { t } from "../words";
import { listenToClipboard } from "./clipboard";
import { FIRST, Widths } from "./columns";
import { type Editing, Editor, type Typed } from "./editor";
import { listenToKeys } from "./keyboard";
import { Lines } from "./lines";
import { type Parts, parts } from "./markup";
import { Pointer } from "./pointer";
import { Selection } from "./selection";
import { Sheet } from "./sheet";
import { deletedText, showMore, showStatus } from "./status";
import type { Block, Cell, Column, GridEdit, GridOptions, Place, Shown } from "./types";

/** Lines to type into while there are no rows. */
const GHOSTS = 3;

export class Grid {
  readonly node: HTMLElement;
  readonly sheet = new Sheet();
  readonly selection = new Selection();
  readonly act: (edit: GridEdit) => void;
  readonly say: (text: string) => void;
  private readonly parts: Parts;
  readonly lines: Lines;
  private readonly widths: Widths;
  private readonly editor = new Editor();
  private all = false; // the user asked for every row
  private used = false; // a cell has been active, so "Delete row" means something

  constructor({ act = () => {}, say = () => {}, label = t("Rows by month") }: GridOptions = {}) {
    this.act = act;
    this.say = say;
    this.parts = parts(label);
    this.node = this.parts.node;
    this.lines = new Lines(this.parts);
    this.widths = new Widths(this.parts.table);
    listenToKeys(this);
    listenToClipboard(this);
    new Pointer(this, this.parts.scroll);
    this.parts.body.addEventListener("focusin", ({ target }) => this.focused(target));
    this.editor.input.addEventListener("blur", () => this.close(true));
    this.parts.every.addEventListener("click", () => this.showAll());
    this.parts.adder.addEventListener("click", () => this.add());
    this.parts.remover.addEventListener("click", () => this.remove());
  }

  /** Whether a cell is being typed into. */
  get busy(): boolean {
    return this.editor.editing !== null;
  }

  get editing(): Readonly<Editing> | null {
    return this.editor.editing;
  }

  /** Lines that the arrow keys reach: the rows, or empty ones while there are none; never fewer than an editor needs. */
  get height(): number {
    return Math.max(this.sheet.rows.length || GHOSTS, this.editing ? this.editing.row + 1 : 0);
  }

  get width(): number {
    return this.sheet.columns.length;
  }

  /** The one cell that Tab reaches. */
  get active(): HTMLElement | null {
    return this.lines.active;
  }

  // --- what the server sends ---------------------------------------------------------------------------------------

  /** Draws a table. An open editor stays open, also where its column has moved. */
  show({ columns, ...shown }: Shown): void {
    const had = this.node.contains(document.activeElement);
    const other = !this.sheet.has(columns);
    const lifted = other ? this.lift(columns) : null;
    if (other) {
      this.sheet.head(columns);
      this.lines.reset(columns);
      this.widths.reset();
    }
    this.sheet.load(shown);
    this.draw();
    if (lifted) this.open(lifted.editing, lifted.typed);
    if (had && !this.node.contains(document.activeElement)) this.focus();
  }

  /** Selects the cells that a paste wrote, unless the user is already typing into one. */
  pasted({ row, column, rows, columns }: Block): void {
    if (this.busy || !rows) return;
    const first = { row, column };
    const here = this.parts.scroll.contains(document.activeElement);
    this.select(first, { row: row + rows - 1, column: column + columns - 1 }, first);
    if (here) this.focus();
  }

  // --- the selection -----------------------------------------------------------------------------------------------

  /** Makes a cell the active one and gives it the focus. */
  go(place: Place): void {
    this.select(place);
    this.focus();
  }

  /** From the active cell to the opposite corner; `seen` is the cell to scroll to. */
  select(at: Place, head = at, seen = head): void {
    this.selection.set(at, head);
    this.use();
    if (seen.row >= this.lines.count) {
      this.all = true;
      this.draw();
    } else {
      this.choose();
    }
    this.lines.reveal(seen);
  }

  focus(): void {
    this.active?.focus({ preventScroll: true }); // reveal() scrolls, and knows of the titles that cover the top
  }

  // --- editing -----------------------------------------------------------------------------------------------------

  /** Opens an editor in the active cell; `typed`: the first key replaces what is there. */
  edit({ typed = false, touch = false } = {}): void {
    const { row, column } = this.selection.at;
    const was = this.sheet.text(row, column);
    const value = typed ? "" : was;
    this.open({ row, column, typed, touch, was }, { value, start: value.length, end: value.length });
  }

  /** Closes the editor, and writes what was typed where it is to be kept. */
  close(keep: boolean): void {
    const edited = this.editor.take();
    if (!edited) return;
    const text = this.editor.typed.value.trim();
    if (!keep || !this.set([[edited.row, edited.column, text]], edited.was)) this.draw();
  }

  /** Empties the selected cells. */
  clear(): void {
    const { top, bottom, left, right } = this.selection.area;
    const cells: Cell[] = [];
    for (let row = top; row <= Math.min(bottom, this.sheet.rows.length - 1); row += 1) {
      for (let column = left; column <= right; column += 1) cells.push([row, column, ""]);
    }
    this.set(cells);
  }

  private add(): void {
    this.close(true);
    const at = this.sheet.append();
    this.draw();
    this.go({ row: at, column: 0 });
    this.act({ op: "insert", at });
  }

  private remove(): void {
    this.close(true);
    const { top, bottom } = this.selection.area;
    const count = Math.min(bottom + 1, this.sheet.rows.length) - top;
    if (count < 1) return;
    this.sheet.cut(top, count);
    this.selection.set({ row: top, column: this.selection.at.column });
    this.draw();
    this.go(this.selection.at);
    this.say(deletedText(top, count));
    this.act({ op: "delete", at: top, count });
  }

  // Changes cells here and says so. False where nothing changes.
  private set(cells: readonly Cell[], was?: string): boolean {
    const changed = this.sheet.write(cells, was);
    if (!changed.length) return false;
    this.draw();
    this.act({ op: "set", cells: changed });
    return true;
  }

  private open(editing: Editing, typed: Typed): void {
    if (this.busy) return;
    const { row, column } = editing;
    this.editor.editing = editing;
    this.selection.set({ row, column });
    this.draw();
    const [head, cell] = [this.sheet.columns[column], this.active];
    if (head && cell) this.editor.put(cell, head, this.sheet.rows.length ? 0 : row, typed);
    this.choose();
  }

  // Takes an open editor out of columns that go, for it to be opened again in its column.
  private lift(columns: readonly Column[]): { editing: Editing; typed: Typed } | null {
    const { editing, typed } = this.editor;
    if (!editing) return null;
    const key = this.sheet.columns[editing.column]?.key;
    const column = columns.findIndex((one) => one.key === key);
    this.close(false);
    if (column >= 0) return { editing: { ...editing, column }, typed };
    this.say(t("The column that was being edited is gone."));
    return null;
  }

  // --- drawing -----------------------------------------------------------------------------------------------------

  private draw(): void {
    const { height, width } = this;
    this.selection.clamp(height, width);
    if (height <= FIRST) this.all = false;
    const drawn = this.all ? height : Math.min(height, FIRST);
    this.lines.draw(this.sheet, drawn, () => this.widths.fit(this.sheet, height));
    this.parts.table.setAttribute("aria-rowcount", String(height + 1));
    showMore(this.parts, drawn, height);
    this.choose();
  }

  private choose(): void {
    const { note } = this.parts;
    this.lines.choose(this.selection);
    const text = showStatus(this.parts, this.sheet, this.selection, this.used);
    const { row, column } = this.selection.at;
    setAttribute(this.active, "aria-describedby", text && note.id);
    setAttribute(
      this.editor.input,
      "aria-describedby",
      this.busy && this.sheet.problem(row, column) ? note.id : "",
    );
  }

  private showAll(): void {
    this.all = true;
    this.draw();
    this.focus();
  }

  private focused(target: EventTarget | null): void {
    if (this.used || target === this.editor.input) return;
    this.use();
    this.choose();
  }

  private use(): void {
    this.used = true;
    this.node.classList.add("wl-grid-used");
  }
}

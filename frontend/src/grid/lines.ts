// The lines that are drawn. Line r always shows row r, so that a refresh only touches the cells whose text or mark
// differs.

import { make, setAttribute } from "../dom";
import { hintAt } from "./columns";
import type { Parts } from "./markup";
import { title } from "./markup";
import { type Area, type Selection, within } from "./selection";
import type { Sheet } from "./sheet";
import type { Column, Place } from "./types";

interface DrawnCell {
  node: HTMLElement;
  words: Text;
  text: string;
  hint: string;
  wrong: string;
  title: string;
  selected: boolean;
}

interface DrawnLine {
  node: HTMLElement;
  cells: DrawnCell[];
  reason: string;
  ghost: boolean;
}

export class Lines {
  /** The one cell that Tab reaches. */
  active: HTMLElement | null = null;
  private lines: DrawnLine[] = [];
  private painted: Pick<Area, "top" | "bottom"> | null = null;

  constructor(private readonly parts: Pick<Parts, "table" | "titles" | "body" | "scroll">) {}

  get count(): number {
    return this.lines.length;
  }

  cell({ row, column }: Place): HTMLElement | null {
    return this.lines[row]?.cells[column]?.node ?? null;
  }

  /** Other columns: everything is drawn anew. */
  reset(columns: readonly Column[]): void {
    const { table, titles, body } = this.parts;
    body.replaceChildren();
    this.lines = [];
    this.active = this.painted = null;
    table.setAttribute("aria-colcount", String(columns.length));
    titles.replaceChildren(...columns.map(title));
  }

  /** Draws the first `count` rows; `measured` is called before the new ones are in the page. */
  draw(sheet: Sheet, count: number, measured: () => void): void {
    while (this.lines.length > count) this.lines.pop()?.node.remove();
    const fresh = document.createDocumentFragment();
    while (this.lines.length < count) {
      const line = drawnLine(sheet.columns, this.lines.length);
      this.lines.push(line);
      fresh.append(line.node);
    }
    measured();
    this.lines.forEach((line, row) => paint(line, sheet, row));
    this.parts.body.append(fresh);
  }

  /** Draws the selection, and makes its active cell the one that Tab reaches. */
  choose(selection: Selection): void {
    const { area, at } = selection;
    const before = this.painted ?? area;
    const end = Math.min(Math.max(area.bottom, before.bottom), this.lines.length - 1);
    for (let row = Math.min(area.top, before.top); row <= end; row += 1) {
      this.lines[row]?.cells.forEach((cell, column) => {
        const selected = within(area, { row, column });
        if (cell.selected === selected) return;
        cell.selected = selected;
        cell.node.setAttribute("aria-selected", String(selected));
      });
    }
    this.painted = area;
    this.parts.table.classList.toggle("wl-grid-many", selection.many);
    this.activate(this.cell(at));
  }

  /** Scrolls a cell into sight, from under the titles and the first column. */
  reveal(place: Place): void {
    const cell = this.cell(place);
    const { scroll, titles } = this.parts;
    if (!cell) return;
    const first = titles.firstElementChild as HTMLElement | null;
    const left = place.column === 0 ? 0 : (first?.offsetWidth ?? 0);
    scroll.style.scrollPadding = `${titles.offsetHeight}px 0 0 ${left}px`;
    if (place.column === 0) scroll.scrollLeft = 0;
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Lines that one press of PageDown goes. */
  get page(): number {
    const { scroll, titles } = this.parts;
    const lines = (scroll.clientHeight - titles.offsetHeight) / (this.active?.offsetHeight || 1);
    return Math.max(1, Math.floor(lines) - 1);
  }

  private activate(cell: HTMLElement | null): void {
    if (cell === this.active) return;
    if (this.active) {
      this.active.classList.remove("wl-grid-active");
      this.active.removeAttribute("aria-describedby");
      this.active.tabIndex = -1;
    }
    this.active = cell;
    cell?.classList.add("wl-grid-active");
    if (cell) cell.tabIndex = 0;
  }
}

function drawnLine(columns: readonly Column[], row: number): DrawnLine {
  const node = make("div", { class: "wl-grid-row", role: "row", "aria-rowindex": row + 2 });
  const cells = columns.map((column, index) => {
    const words = document.createTextNode("");
    const cell = make(
      "div",
      {
        class: column.numeric ? "wl-grid-cell wl-grid-numeric" : "wl-grid-cell",
        role: index === 0 ? "rowheader" : "gridcell",
        "aria-colindex": index + 1,
        "aria-selected": "false",
        tabindex: -1,
        "data-row": index === 0 ? row + 1 : null,
      },
      words,
    );
    node.append(cell);
    return { node: cell, words, text: "", hint: "", wrong: "", title: "", selected: false };
  });
  return { node, cells, reason: "", ghost: false };
}

function paint(line: DrawnLine, sheet: Sheet, row: number): void {
  const reason = sheet.reason(row);
  const ghost = row >= sheet.rows.length;
  if (line.reason !== reason) line.node.classList.toggle("wl-grid-aside", reason !== "");
  line.reason = reason;
  if (line.ghost !== ghost) line.node.classList.toggle("wl-grid-ghost", ghost);
  line.ghost = ghost;
  sheet.columns.forEach((column, index) => {
    const cell = line.cells[index];
    if (!cell) return;
    const text = sheet.text(row, index);
    const wrong = sheet.problem(row, index);
    const hint = ghost ? hintAt(column, row) : "";
    if (cell.text !== text) cell.words.data = cell.text = text;
    const title = wrong || reason; // on hover, and the description while the cell is not the active one
    if (cell.hint !== hint) setAttribute(cell.node, "data-hint", hint);
    if (cell.title !== title) setAttribute(cell.node, "title", title);
    if (cell.wrong !== wrong) {
      cell.node.classList.toggle("wl-grid-wrong", wrong !== "");
      setAttribute(cell.node, "aria-invalid", wrong && "true");
    }
    cell.hint = hint;
    cell.title = title;
    cell.wrong = wrong;
  });
}

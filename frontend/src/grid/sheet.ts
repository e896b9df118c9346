// The cells as they are here, what is wrong with them, and what changes them. Nothing is drawn.

import type { Cell, Column, Shown } from "./types";

/** Row, column, what is wrong with the cell. */
type Mark = readonly [row: number, column: number, message: string];
/** Row, why it was left out. */
type Aside = readonly [row: number, reason: string];

export class Sheet {
  columns: readonly Column[] = [];
  rows: string[][] = [];
  marks: readonly Mark[] = [];
  private asides: readonly Aside[] = [];
  private wrong = new Map<number, Map<number, string>>();
  private reasons = new Map<number, string>();

  /** Takes over what the server has; the columns are taken by {@link head}. */
  load({ rows, marks = [], aside = [] }: Omit<Shown, "columns">): void {
    this.rows = rows.map((row) => [...row]);
    this.flag(
      marks.map(([row, column, message]): Mark => [Number(row), Number(column), String(message)]),
      aside.map(([row, reason]): Aside => [Number(row), String(reason)]),
    );
  }

  /** Takes over other columns. */
  head(columns: readonly Column[]): void {
    this.columns = columns.map((column) => ({ ...column }));
  }

  /** Whether these columns are the ones that are here. */
  has(columns: readonly Column[]): boolean {
    return (
      columns.length === this.columns.length &&
      columns.every(({ key, label, hint, numeric }, index) => {
        const mine = this.columns[index];
        return mine?.key === key && mine.label === label && mine.hint === hint && mine.numeric === numeric;
      })
    );
  }

  text(row: number, column: number): string {
    return this.rows[row]?.[column] ?? "";
  }

  /** What is wrong with a cell, or "". */
  problem(row: number, column: number): string {
    return this.wrong.get(row)?.get(column) ?? "";
  }

  /** Why a row is left out, or "". */
  reason(row: number): string {
    return this.reasons.get(row) ?? "";
  }

  /**
   * Writes cells and returns those that changed; rows are added up to the last of them. `was` is what stood in the
   * cell when its editor was opened: the row may have changed since.
   */
  write(cells: readonly Cell[], was?: string): Cell[] {
    const changed = cells.filter(([row, column, text]) => text !== (was ?? this.rows[row]?.[column]));
    if (!changed.length) return changed;
    const touched = new Set<number>();
    for (const [row, column, text] of changed) {
      while (this.rows.length <= row) this.append();
      const cells = this.rows[row];
      if (cells) cells[column] = text;
      touched.add(row * this.columns.length + column);
    }
    const kept = this.marks.filter(([row, column]) => !touched.has(row * this.columns.length + column));
    this.flag(kept, this.asides);
    return changed;
  }

  /** Adds an empty row and returns its number. */
  append(): number {
    return this.rows.push(this.columns.map(() => "")) - 1;
  }

  /** Takes out rows; what was said of the others moves along with them. */
  cut(top: number, count: number): void {
    this.rows.splice(top, count);
    const stays = ([row]: readonly [number, ...unknown[]]) => row < top || row >= top + count;
    const moved = (row: number) => (row < top ? row : row - count);
    this.flag(
      this.marks.filter(stays).map(([row, column, message]): Mark => [moved(row), column, message]),
      this.asides.filter(stays).map(([row, reason]): Aside => [moved(row), reason]),
    );
  }

  private flag(marks: readonly Mark[], asides: readonly Aside[]): void {
    this.marks = marks;
    this.asides = asides;
    this.reasons = new Map(asides);
    this.wrong = new Map();
    for (const [row, column, message] of marks) {
      const cells = this.wrong.get(row) ?? new Map<number, string>();
      this.wrong.set(row, cells.set(column, message));
    }
  }
}

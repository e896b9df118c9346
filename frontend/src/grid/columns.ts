// How wide columns are, and what their empty cells hint at.

import type { Sheet } from "./sheet";
import type { Column } from "./types";

/** Rows drawn, and looked at for widths, until all are asked for. */
export const FIRST = 150;

/** The hint in an empty line; a month counts on, so that three empty lines are three months. */
export function hintAt({ hint = "" }: Column, row: number): string {
  return hint.replace(
    /^(\d{4}-)(0[1-9])$/,
    (_, year: string, month: string) => year + String(Number(month) + row).padStart(2, "0"),
  );
}

/** A column is as wide as what is in it, within reason, and never shrinks under the user's hands. */
export class Widths {
  private widths: number[] = [];
  private gutter = 0;

  constructor(private readonly table: HTMLElement) {}

  /** Other columns: begin anew. */
  reset(): void {
    this.widths = [];
  }

  /** Widens the columns of the table to what is in them; `height` is how many rows have numbers. */
  fit(sheet: Sheet, height: number): void {
    const gutter = 14 + 8 * Math.max(2, String(height).length); // the row numbers
    const flagged = new Set(sheet.marks.map(([, column]) => column)); // these also hold the marker
    const widths = sheet.columns.map((column, index) =>
      Math.round(
        Math.max(wide(sheet, column, index, gutter, flagged.has(index)), this.widths[index] ?? 0, 82),
      ),
    );
    const unchanged =
      widths.length === this.widths.length && widths.every((wide, index) => wide === this.widths[index]);
    if (unchanged && gutter === this.gutter) return;
    this.widths = widths;
    this.gutter = gutter;
    const { style } = this.table;
    style.setProperty("--columns", widths.map((width) => `minmax(${em(width)}, 1fr)`).join(" "));
    style.setProperty("--gutter", em(gutter));
    style.minWidth = em(widths.reduce((sum, width) => sum + width, 1));
  }
}

// Pixels that a column takes where the text is 15 px.
function wide(sheet: Sheet, column: Column, index: number, gutter: number, flagged: boolean): number {
  const { label, hint = "", numeric } = column;
  const side = (index === 0 ? gutter : 0) + 21;
  const word = Math.max(label.length / 2, ...label.split(/\s+/).map((part) => part.length)); // on two lines
  let longest = hint.length;
  const end = Math.min(sheet.rows.length, FIRST);
  for (let row = 0; row < end; row += 1) longest = Math.max(longest, sheet.text(row, index).length);
  const spare = numeric ? 22 : flagged ? 32 : index === 0 ? 20 : 5;
  return Math.max(Math.min(longest, 24) * 9 + side + spare, Math.min(word, 24) * 8.4 + side);
}

// The text is 15 px, and larger on a very wide page.
function em(width: number): string {
  return `${(width / 15).toFixed(2)}em`;
}

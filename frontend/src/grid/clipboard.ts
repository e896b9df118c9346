// Copy, cut and paste. What is pasted is split and written by the server, as every other paste is.

import { number, t } from "../words";
import type { Grid } from "./grid";
import { asText, isBlock } from "./text";

const KINDS = ["copy", "cut", "paste"] as const;

/**
 * Listens to the clipboard while the focus is in the grid. A browser may send copy and paste to the body when what has
 * the focus is no text field, so they are caught at the document.
 */
export function listenToClipboard(grid: Grid): void {
  const clip = (event: ClipboardEvent) => clipped(grid, event);
  grid.node.addEventListener("focusin", () => {
    for (const kind of KINDS) document.addEventListener(kind, clip, true);
  });
  grid.node.addEventListener("focusout", () => {
    for (const kind of KINDS) document.removeEventListener(kind, clip, true);
  });
}

function clipped(grid: Grid, event: ClipboardEvent): void {
  const focus = document.activeElement;
  if (!focus || !event.clipboardData || !grid.node.contains(focus) || focus.closest("button")) return;
  event.stopPropagation();
  const text = event.type === "paste" ? event.clipboardData.getData("text/plain") : "";
  if (grid.busy) {
    // Text goes into the editor as in any field; a block of cells does not belong in one cell.
    if (!isBlock(text)) return;
    grid.close(false);
    grid.focus();
  }
  event.preventDefault();
  if (event.type === "paste") paste(grid, text);
  else copy(grid, event.clipboardData, event.type === "cut");
}

function copy(grid: Grid, clipboard: DataTransfer, cut: boolean): void {
  const { top, bottom, left, right } = grid.selection.area;
  const rows = grid.sheet.rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  if (!rows.length) return;
  clipboard.setData("text/plain", asText(rows));
  if (cut) grid.clear();
  grid.say(copiedText(rows.length * (right - left + 1), cut));
}

function paste(grid: Grid, text: string): void {
  if (!text.trim()) return grid.say(t("There is no text to paste."));
  const { top, bottom, left, right } = grid.selection.area;
  grid.act({ op: "paste", row: top, column: left, rows: bottom - top + 1, columns: right - left + 1, text });
}

function copiedText(cells: number, cut: boolean): string {
  const count = number(cells);
  if (cut) return cells === 1 ? t("1 cell cut.") : t("{count} cells cut.", { count });
  return cells === 1 ? t("1 cell copied.") : t("{count} cells copied.", { count });
}

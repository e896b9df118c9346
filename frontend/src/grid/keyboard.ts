// What each key does, while a cell is typed into and while it is not.

import { undoKey } from "../undo";
import type { Grid } from "./grid";
import { clamped } from "./selection";

const ARROWS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Listens to the keys of the grid; none of them reaches what is around it, but for Undo and Redo. */
export function listenToKeys(grid: Grid): void {
  grid.node.addEventListener("keydown", (event) => {
    if (!grid.busy && undoKey(event)) return; // the page takes back the last change
    event.stopPropagation();
    if ((event.target as Element).closest("button") || !grid.active) return;
    if (grid.busy ? typingKey(grid, event) : walkingKey(grid, event)) event.preventDefault();
  });
}

// Whether the key is dealt with.
function typingKey(grid: Grid, event: KeyboardEvent): boolean {
  const { editing } = grid;
  if (!editing || event.isComposing || event.keyCode === 229) return false; // a composed letter is not finished
  const { row, column, typed, touch } = editing;
  const { height, width } = grid;
  const move = (to: number, across: number): boolean => {
    grid.close(true);
    grid.go(clamped({ row: to, column: across }, height, width));
    if (touch && (to !== row || across !== column) && to < height) grid.edit({ touch });
    return true;
  };
  if (event.key === "Escape") {
    grid.close(false);
    grid.go({ row, column });
    return true;
  }
  if (event.key === "Enter") return move(row + (event.shiftKey ? -1 : 1), column);
  if (event.key === "Tab") {
    const next = row * width + column + (event.shiftKey ? -1 : 1);
    if (next >= 0 && next < height * width) return move(Math.floor(next / width), next % width);
    grid.close(true); // out of the grid: the browser goes on from the cell
    grid.go({ row, column });
    return false;
  }
  if (typed && event.key === "ArrowDown") return move(row + 1, column);
  if (typed && event.key === "ArrowUp") return move(row - 1, column);
  return false;
}

function walkingKey(grid: Grid, event: KeyboardEvent): boolean {
  const { at, head, many } = grid.selection;
  const control = event.ctrlKey || event.metaKey;
  const { key, shiftKey } = event;
  if (walk(grid, event)) return true;
  if (key === "Delete" || key === "Backspace") {
    grid.clear();
    return true;
  }
  if (key === "Escape" && many) {
    grid.go(at);
    return true;
  }
  const end = grid.width - 1;
  if (control && !event.altKey && key.toLowerCase() === "a") {
    grid.select({ row: 0, column: 0 }, { row: grid.height - 1, column: end }, { row: 0, column: 0 });
    grid.focus();
    return true;
  }
  if (key === " " && shiftKey) {
    grid.select({ row: at.row, column: 0 }, { row: head.row, column: end });
    grid.focus();
    return true;
  }
  if (key === "Enter" || key === "F2" || (key === " " && !control)) {
    grid.go(at);
    grid.edit();
    return true;
  }
  const types = [...key].length === 1 && (event.getModifierState("AltGraph") || (!control && !event.altKey));
  if (types || key === "Dead" || key === "Process") {
    grid.go(at);
    grid.edit({ typed: true }); // and the key goes into the editor, which now has the focus
  }
  return false;
}

// The keys that go somewhere; with Shift they take the selection along.
function walk(grid: Grid, { key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  const { at, head } = grid.selection;
  const { height, width } = grid;
  const control = ctrlKey || metaKey;
  const from = shiftKey ? head : at;
  const to = (row: number, column: number): boolean => {
    const place = clamped({ row, column }, height, width);
    if (shiftKey) grid.select(at, place);
    else grid.go(place);
    return true;
  };
  const arrow = ARROWS[key];
  if (arrow) {
    const far = control ? Math.max(height, width) : 1;
    return to(from.row + arrow[0] * far, from.column + arrow[1] * far);
  }
  if (key === "Home") return to(control ? 0 : from.row, 0);
  if (key === "End") return to(control ? height - 1 : from.row, width - 1);
  if (key === "PageUp") return to(from.row - grid.lines.page, from.column);
  if (key === "PageDown") return to(from.row + grid.lines.page, from.column);
  return false;
}

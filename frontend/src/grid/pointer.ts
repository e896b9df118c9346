// The mouse selects and, at the second press of a cell, edits; a finger or a pen edits at once. A press on the number
// of a row selects the row.

import type { Grid } from "./grid";
import { same } from "./selection";
import type { Place } from "./types";

export class Pointer {
  private kind: string | null = null; // of the pointer that went down last
  private dragging: "cells" | "rows" | null = null;
  private second: Place | null = null; // the cell that was pressed while it already had the focus

  constructor(
    private readonly grid: Grid,
    scroll: HTMLElement,
  ) {
    scroll.addEventListener("pointerdown", (event) => this.press(event));
    scroll.addEventListener("mousedown", (event) => this.place(event) && event.preventDefault()); // keep the focus
    scroll.addEventListener("pointerover", (event) => this.drag(event));
    scroll.addEventListener("click", (event) => this.click(event));
  }

  private press(event: PointerEvent): void {
    const { grid } = this;
    const { at } = grid.selection;
    this.kind = event.pointerType;
    this.second = null;
    const place = this.place(event);
    if (!place || event.pointerType !== "mouse") return;
    if (event.button !== 0 && grid.selection.covers(place)) return; // a menu of what is selected
    const had = grid.active === document.activeElement && same(place, at);
    grid.close(true);
    this.dragging = "cells";
    if (event.shiftKey) {
      grid.select(at, place);
      grid.focus();
    } else if (this.onNumber(event, place)) {
      this.dragging = "rows";
      this.take(place.row);
    } else {
      if (had && event.button === 0) this.second = place;
      grid.go(place);
    }
  }

  private drag(event: PointerEvent): void {
    if (this.kind !== "mouse" || event.buttons !== 1) this.dragging = null;
    const place = this.dragging && this.place(event);
    if (!place) return;
    if (this.dragging === "rows") place.column = this.grid.width - 1;
    const { at, head } = this.grid.selection;
    if (same(place, head)) return;
    this.second = null;
    this.grid.select(at, place);
  }

  private click(event: MouseEvent): void {
    const { grid, kind, second } = this;
    this.kind = this.second = this.dragging = null;
    const place = this.place(event);
    if (!place) return;
    if (kind === "mouse") {
      if (second) grid.edit();
      return;
    }
    grid.close(true); // a finger, a pen, or a screen reader's own click
    if (this.onNumber(event, place)) return this.take(place.row);
    grid.go(place);
    grid.edit({ touch: true });
  }

  private take(row: number): void {
    this.grid.select({ row, column: 0 }, { row, column: this.grid.width - 1 });
    this.grid.focus();
  }

  // The cell that was met; none where it is an open editor.
  private place({ target }: Event): Place | null {
    if (!(target instanceof Element) || target.closest(".wl-grid-editor")) return null;
    const cell = target.closest(".wl-grid-cell");
    const row = cell?.parentElement;
    if (!cell || !row) return null;
    return {
      row: Number(row.getAttribute("aria-rowindex")) - 2,
      column: Number(cell.getAttribute("aria-colindex")) - 1,
    };
  }

  // The numbers of the rows are at the left of the first cells.
  private onNumber(event: MouseEvent, place: Place): boolean {
    const cell = this.grid.lines.cell(place);
    if (place.column !== 0 || !cell) return false;
    const width = Number.parseFloat(getComputedStyle(cell, "::before").width);
    return event.clientX - cell.getBoundingClientRect().left <= width;
  }
}

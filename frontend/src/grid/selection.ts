// Which cells are selected: a rectangle between the active cell and the corner opposite.

import type { Place } from "./types";

export interface Area {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export class Selection {
  /** The active cell, one corner. */
  at: Place = { row: 0, column: 0 };
  /** The other corner. */
  head: Place = { row: 0, column: 0 };

  get area(): Area {
    const { at, head } = this;
    return {
      top: Math.min(at.row, head.row),
      bottom: Math.max(at.row, head.row),
      left: Math.min(at.column, head.column),
      right: Math.max(at.column, head.column),
    };
  }

  /** Whether it is more than one cell. */
  get many(): boolean {
    return !same(this.at, this.head);
  }

  set(at: Place, head = at): void {
    this.at = at;
    this.head = head;
  }

  covers(place: Place): boolean {
    return within(this.area, place);
  }

  /** Brings both corners into a sheet of this size. */
  clamp(height: number, width: number): void {
    this.set(clamped(this.at, height, width), clamped(this.head, height, width));
  }
}

export function same(one: Place, other: Place): boolean {
  return one.row === other.row && one.column === other.column;
}

export function within({ top, bottom, left, right }: Area, { row, column }: Place): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

/** The nearest place of a sheet of this size. */
export function clamped({ row, column }: Place, height: number, width: number): Place {
  return {
    row: Math.max(0, Math.min(row, height - 1)),
    column: Math.max(0, Math.min(column, width - 1)),
  };
}

// What goes in and out of the grid, in the types of the messages.

import type { Cells, ColumnPane, GridPane, PastedPane } from "../messages/messages";

export type Column = Pick<ColumnPane, "key" | "label"> & Partial<Pick<ColumnPane, "hint" | "numeric">>;

/** What the server sends of the table, with the columns as the page knows them. */
export interface Shown {
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
  /** Row, column, what is wrong with the cell. */
  marks?: GridPane["marks"];
  /** Row, why it was left out. */
  aside?: GridPane["aside"];
}

/** The cells that a paste wrote. */
export type Block = Pick<PastedPane, "row" | "column" | "rows" | "columns">;

/** What was changed here, as the server reads it. */
export type GridEdit = Cells["op"];

/** Row, column, text. */
export type Cell = [row: number, column: number, text: string];

export interface GridOptions {
  /** Told of every change. */
  act?: (edit: GridEdit) => void;
  /** Told what to announce. */
  say?: (text: string) => void;
  label?: string;
}

export interface Place {
  row: number;
  column: number;
}

// What a person does with the grid: keys, the mouse, a finger, the clipboard.

import { afterEach } from "vitest";
import { Grid } from "../../src/grid/grid";
import type { Column, GridEdit, Shown } from "../../src/grid/types";

export const COLUMNS: Column[] = [
  { key: "month", label: "Month", hint: "2025-01", numeric: false },
  { key: "leads", label: "New leads", hint: "100", numeric: true },
  { key: "wins", label: "Sales", hint: "10", numeric: true },
];

export const ROWS = [
  ["2024-01", "100", "10"],
  ["2024-02", "102", "11"],
  ["2024-03", "104", "12"],
  ["2024-04", "106", "13"],
];

afterEach(() => document.body.replaceChildren());

export class Hands {
  readonly edits: GridEdit[] = [];
  readonly said: string[] = [];
  readonly grid: Grid;

  constructor(shown: Partial<Shown> = {}) {
    this.grid = new Grid({ act: (edit) => this.edits.push(edit), say: (text) => this.said.push(text) });
    document.body.append(this.grid.node);
    this.grid.show({ columns: COLUMNS, rows: ROWS, ...shown });
  }

  cell(row: number, column: number): HTMLElement {
    const line = this.grid.node.querySelector(`[aria-rowindex="${row + 2}"]`);
    const cell = line?.querySelector<HTMLElement>(`[aria-colindex="${column + 1}"]`);
    if (!cell) throw new Error(`no cell ${row}, ${column}`);
    return cell;
  }

  get lines(): string[][] {
    return [...this.all(".wl-grid-row")].map((row) =>
      [...row.children].map((cell) => cell.firstChild?.textContent ?? ""),
    );
  }

  all(selector: string): HTMLElement[] {
    return [...this.grid.node.querySelectorAll<HTMLElement>(selector)];
  }

  text(selector: string): string {
    return this.all(selector)[0]?.textContent ?? "";
  }

  get editor(): HTMLInputElement | null {
    return this.grid.node.querySelector<HTMLInputElement>(".wl-grid-editor");
  }

  get selected(): string[] {
    return this.all("[aria-selected=true]").map((cell) => cell.textContent ?? "");
  }

  /** Whether the grid dealt with the key, so that the browser does nothing. */
  key(key: string, more: KeyboardEventInit = {}): boolean {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    event.getModifierState = (name) => name === "AltGraph" && Boolean(more.modifierAltGraph); // happy-dom takes Alt for it
    document.activeElement?.dispatchEvent(event);
    return event.defaultPrevented;
  }

  type(text: string): void {
    if (!this.editor) this.key(text.charAt(0));
    if (this.editor) this.editor.value += text;
  }

  press(row: number, column: number, more: PointerEventInit = {}): void {
    const given = { pointerType: "mouse", button: 0, buttons: 1, bubbles: true, cancelable: true, ...more };
    this.cell(row, column).dispatchEvent(new PointerEvent("pointerdown", given));
  }

  over(row: number, column: number, buttons = 1): void {
    this.cell(row, column).dispatchEvent(
      new PointerEvent("pointerover", { pointerType: "mouse", buttons, bubbles: true }),
    );
  }

  release(row: number, column: number): void {
    this.cell(row, column).dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }

  click(row: number, column: number, more: PointerEventInit = {}): void {
    this.press(row, column, more);
    this.release(row, column);
  }

  push(selector: string): void {
    this.all(selector)[0]?.click();
  }

  /** Copies, cuts or pastes; returns the clipboard and whether the browser is kept from doing it itself. */
  clip(kind: "copy" | "cut" | "paste", text = ""): { text: string; ours: boolean } {
    const clipboardData = new DataTransfer();
    if (text) clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent(kind, { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
    return { text: clipboardData.getData("text/plain"), ours: event.defaultPrevented };
  }
}

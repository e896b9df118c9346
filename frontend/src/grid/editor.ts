// The field that is put into a cell while it is typed into.

import { make } from "../dom";
import { t } from "../words";
import { hintAt } from "./columns";
import type { Column, Place } from "./types";

/** The longest text of a cell. */
const LONGEST = 60;

export interface Editing extends Place {
  /** What stood there. */
  was: string;
  /** The first key replaces what is there, and arrows leave the cell. */
  typed: boolean;
  /** Opened by a finger: the next cell is opened too, so that the phone's keyboard stays up. */
  touch: boolean;
}

/** What is in the field, and where the caret is. */
export interface Typed {
  value: string;
  start: number;
  end: number;
}

export class Editor {
  readonly input = make("input", {
    type: "text",
    class: "wl-grid-editor",
    maxlength: LONGEST,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "next",
  });
  /** What is edited, or null. */
  editing: Editing | null = null;

  /** Puts the field into its cell; `hinted` is the row whose hint it shows. */
  put(cell: HTMLElement, column: Column, hinted: number, typed: Typed): void {
    const { input, editing } = this;
    if (!editing) return;
    input.value = typed.value;
    input.inputMode = column.numeric ? "decimal" : "text";
    input.placeholder = hintAt(column, hinted);
    input.classList.toggle("wl-grid-numeric", Boolean(column.numeric));
    input.setAttribute(
      "aria-label",
      t("{column}, row {row}", { column: column.label, row: editing.row + 1 }),
    );
    cell.classList.add("wl-grid-editing");
    cell.append(input);
    cell.tabIndex = -1; // the field is the one stop of Tab now
    input.focus({ preventScroll: true });
    input.setSelectionRange(typed.start, typed.end);
  }

  /** What was typed so far. */
  get typed(): Typed {
    const { value, selectionStart, selectionEnd } = this.input;
    return { value, start: selectionStart ?? value.length, end: selectionEnd ?? value.length };
  }

  /** Takes the field away and returns what was edited, or null. */
  take(): Editing | null {
    const edited = this.editing;
    if (!edited) return null;
    this.editing = null; // first: taking the field away makes it blur
    const cell = this.input.parentElement;
    this.input.remove();
    if (cell) {
      cell.classList.remove("wl-grid-editing");
      cell.tabIndex = 0;
    }
    return edited;
  }
}

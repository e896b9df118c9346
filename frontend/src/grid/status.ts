// What stands below the lines: what is wrong with the active cell, how much is selected, what would be deleted.

import { setText } from "../dom";
import { number, t } from "../words";
import type { Parts } from "./markup";
import type { Selection } from "./selection";
import type { Sheet } from "./sheet";

/** Shows it, and returns the text of the note, which describes the active cell. */
export function showStatus(
  { note, extent, remover }: Pick<Parts, "note" | "extent" | "remover">,
  sheet: Sheet,
  selection: Selection,
  used: boolean,
): string {
  const { row, column } = selection.at;
  const wrong = sheet.problem(row, column);
  const text = noteText(row, wrong, sheet.reason(row), sheet.columns[column]?.label ?? "");
  setText(note, used ? text : "");
  note.classList.toggle("wl-grid-alarm", wrong !== "");

  const { top, bottom, left, right } = selection.area;
  setText(extent, selection.many ? extentText(bottom - top + 1, right - left + 1) : "");
  const doomed = Math.min(bottom + 1, sheet.rows.length) - top;
  setText(remover, doomed > 1 ? t("Delete {count} rows", { count: number(doomed) }) : t("Delete row"));
  remover.disabled = !used || doomed < 1;
  return text;
}

/** How many rows are drawn, where that is not all of them. */
export function showMore(
  { more, some, every }: Pick<Parts, "more" | "some" | "every">,
  drawn: number,
  all: number,
) {
  more.hidden = drawn >= all;
  if (more.hidden) return;
  const total = number(all);
  setText(some, t("The first {count} of {total} rows.", { count: number(drawn), total }));
  setText(every, t("Show all {total} rows", { total }));
}

export function deletedText(top: number, count: number): string {
  if (count === 1) return t("Row {row} deleted.", { row: number(top + 1) });
  return t("{count} rows deleted.", { count: number(count) });
}

function noteText(at: number, problem: string, reason: string, label: string): string {
  const row = at + 1;
  if (problem && !problem.startsWith(label))
    return t("Row {row}, {label}: {problem}", { row, label, problem });
  if (problem) return t("Row {row}, {problem}", { row, problem });
  return reason ? t("Row {row}: {reason}", { row, reason }) : "";
}

function extentText(high: number, wide: number): string {
  const [rows, columns] = [number(high), number(wide)];
  if (high === 1) return t("1 row × {columns} columns selected", { columns });
  if (wide === 1) return t("{rows} rows × 1 column selected", { rows });
  return t("{rows} rows × {columns} columns selected", { rows, columns });
}

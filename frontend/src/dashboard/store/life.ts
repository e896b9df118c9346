// An answer has a life: draft while somebody types, settled, and stale where other numbers stand in the form. Pure.

import type { FieldPane } from "../../messages/messages";
import { t } from "../../words";
import { type Shown, sentence, type View } from "./shown";

/** What the page knows besides what it was told. */
export interface Now {
  /** Something typed is not answered yet. */
  typing: boolean;
  /** Something that changes the answer was sent or typed, and no answer came for a moment. */
  late: boolean;
  /** The connection is lost. */
  lost: boolean;
}

export interface Life {
  /** What is typed is not settled: no verdict is shown of it. */
  draft: boolean;
  /** The answer on the page is of other numbers than those in the form. */
  stale: boolean;
}

export function lifeOf({ view, nothing, stale }: Shown, { typing, late }: Now): Life {
  const draft = typing || Boolean(view?.draft);
  return { draft: draft && Boolean(view), stale: !nothing && (stale || late) };
}

/** The headline: the verdict where there is one, else what is needed or that this is a draft. */
export function headline(shown: Shown, { draft }: Life, { late, lost }: Now): string {
  const { view, nothing, doubts } = shown;
  if (!view) return t("Opening …");
  if (!draft || (nothing && view.waiting)) return sentence(shown);
  if (Object.keys(doubts).length) return t("Draft. Please confirm the number that is marked.");
  if (late && lost) return t("Draft. The verdict follows when the connection is back.");
  return t("Draft. The verdict follows when you stop typing.");
}

/** The line below the headline while the answer is not settled; empty where it is. */
export function stateLine(shown: Shown, life: Life, now: Now): string {
  if (shown.nothing) return "";
  if (life.stale) return staleLine(shown, now, life.draft);
  return life.draft ? t("The pictures show what is typed so far.") : "";
}

function staleLine(shown: Shown, { late, lost }: Now, draft = false): string {
  const { view } = shown;
  if (late && lost) return t("This result is for your previous numbers. The connection is lost.");
  if (late) return t("This result is for your previous numbers. Working on the new ones …");
  // What is half typed is not told to be wrong.
  const reason = view && !draft && reasonOf(view, shown.form?.fields[view.way] ?? []);
  return reason
    ? t("This result is for your previous numbers. {reason}", { reason })
    : t("This result is for your previous numbers.");
}

/** What has to be corrected or typed before there is an answer. */
function reasonOf(view: View, fields: FieldPane[]): string {
  const label = (key: string) => fields.find((field) => field.key === key)?.label;
  const [mark] = view.grid?.marks ?? [];
  if (mark) return t("Please check row {row} of your table.", { row: Number(mark[0]) + 1 });
  const wrong = Object.keys(view.errors).map(label).find(Boolean);
  if (wrong) return t("Please check “{field}”.", { field: wrong });
  const missing = Object.keys(view.missing).map(label).find(Boolean);
  if (missing) return t("Still needed: {field}.", { field: missing });
  return view.waiting ?? "";
}

/** What is read aloud once an answer is settled: what is wrong or asked, else the headline. */
export function announced(shown: Shown): string {
  const { view, doubts, nothing, stale, settled } = shown;
  if (!view) return "";
  const asked = Object.values(doubts);
  if (asked.length) return asked.join(" ");
  if (view.draft) return "";
  const said = [...new Set(Object.values(view.errors))].join(" ");
  if (said) return said;
  if (stale) return staleLine(shown, { typing: false, late: false, lost: false });
  if (nothing || !settled) return sentence(shown);
  const rests = restsOn(shown);
  const told = { sentence: settled.sentence, rests };
  if (view.example)
    return rests ? t("Example: {sentence} That is {rests}.", told) : t("Example: {sentence}", told);
  return rests ? t("{sentence} That is {rests}.", told) : settled.sentence;
}

/** What the percentage of the headline rests on. */
export function restsOn({ settled }: Shown): string {
  return settled?.rests_on ?? "";
}

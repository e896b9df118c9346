// What the page shows, as one value, and how a reply changes it. Pure: nothing here draws, sends or keeps.

import type {
  AnswerPane,
  ColumnPane,
  FieldPane,
  LeadsPane,
  MatchingPane,
  Reply,
  SampleRows,
  StudyPane,
  TablePanes,
  Term,
  WhatIfPane,
} from "../../messages/messages";

export type Way = "counts" | "table" | "ledger";

/** What a page is told once, when it opens. */
export interface Form {
  fields: Record<string, FieldPane[]>;
  columns: ColumnPane[];
  /** Name and words of each example, by way in. */
  examples: Record<string, string[][]>;
  /** Title, what the page is for, steps; by way in. */
  empties: Record<string, string[]>;
  largest: { leads: number; part: number };
  /** Every word that the page explains. */
  glossary: Term[];
}

/** A reply that says what the page shows. */
export type View = Reply &
  Required<Pick<Reply, "revision" | "texts" | "errors" | "missing" | "echoes" | "notes" | "query">> & {
    way: Way;
  };

export interface Shown {
  form: Form | null;
  /** The last view; null while the page opens. */
  view: View | null;
  /** The answer whose pictures and figures are shown: of what is typed so far, else the last settled one. */
  answer: AnswerPane | null;
  /** The last settled answer, which alone has a verdict; it may be of other numbers. */
  settled: AnswerPane | null;
  settledRevision: number | null;
  /** The last answer that was sent, settled or not. */
  latest: AnswerPane | null;
  /** The number of the view that `answer` belongs to. */
  answerRevision: number | null;
  /** There is no answer to show: `answer` is of numbers that are gone. */
  nothing: boolean;
  /** The answer is of other numbers than those that stand in the form. */
  stale: boolean;
  /** What is improbable and waits for a second look: a question for each field. */
  doubts: Record<string, string>;
  /** What was wrong or missing when the form was settled last, by field. */
  told: { errors: Record<string, string>; missing: Record<string, string> };
  /** How often another form replaced the one that is shown. */
  forms: number;
  panes: TablePanes | null;
  /** What is tried next to the last settled answer; null where there is none. */
  whatIf: WhatIfPane | null;
  /** The cells of the table. */
  rows: string[][];
  matching: MatchingPane | null;
  study: StudyPane | null;
  /** Rows that were asked for, by the fault that they are of. */
  faultRows: Record<string, SampleRows>;
  /** An export was sent, and this is the first that is shown of it. */
  fresh: boolean;
}

export const NOTHING: Shown = {
  form: null,
  view: null,
  answer: null,
  settled: null,
  settledRevision: null,
  latest: null,
  answerRevision: null,
  nothing: false,
  stale: false,
  doubts: {},
  told: { errors: {}, missing: {} },
  forms: 0,
  panes: null,
  whatIf: null,
  rows: [],
  matching: null,
  study: null,
  faultRows: {},
  fresh: false,
};

/** What is shown after a view. */
export function afterView(before: Shown, reply: Reply, fresh = false): Shown {
  const view = reply as View;
  const form = view.form ? unchanged(formOf(view), before.form) : before.form;
  if (!form) return before; // the answer to a page that was left; this one's follows
  const otherWay = before.view?.way !== view.way;
  const { leads } = view;
  const answered = answerOf(before, view, (Boolean(view.form) && !view.draft) || otherWay);
  return {
    ...before,
    form,
    view,
    doubts: view.doubts ?? {},
    told: view.draft && !view.form ? before.told : { errors: view.errors, missing: view.missing },
    ...answered,
    whatIf: answered.nothing ? null : view.what_if === undefined ? before.whatIf : view.what_if,
    forms: before.forms + Number(form !== before.form || otherWay),
    panes: view.way === "counts" ? null : (view.panes ?? null),
    rows: view.grid?.rows ?? before.rows, // not sent again where nothing in them changed
    ...(leads ? leadsOf(before, leads) : { matching: null }),
    fresh: fresh && Boolean(leads?.matching),
  };
}

/** What is shown after a move of a slider: the rest of the view stays as it was. */
export function afterMove(before: Shown, moved: Reply): Shown {
  if (!before.view) return before;
  const revision = moved.revision ?? before.view.revision;
  return {
    ...before,
    view: { ...before.view, ...moved } as View,
    answerRevision: revision,
    settledRevision: revision,
    whatIf: moved.what_if ?? null,
  };
}

/** What is shown when something failed. */
export function afterFault(before: Shown): Shown {
  return { ...before, stale: true };
}

/** What is shown after rows of a fault have arrived. */
export function afterRows(before: Shown, rows: SampleRows): Shown {
  return { ...before, faultRows: { ...before.faultRows, [rows.key]: rows } };
}

/** What is wrong or missing at a field: while somebody types, only what stood there before and is still so. */
export function saidOf(
  { view, told }: Shown,
  draft: boolean,
  key: string,
): { error: string; missing: string } {
  const [error, missing] = [view?.errors[key] ?? "", view?.missing[key] ?? ""];
  const stood = !draft || Boolean(told.errors[key] || told.missing[key]);
  return stood ? { error, missing } : { error: "", missing: "" };
}

/** What is said of an improbable number is dropped: somebody types on, or has looked at it. */
export function withoutDoubt(before: Shown, key?: string): Shown {
  const { [key ?? ""]: _, ...others } = before.doubts;
  return { ...before, doubts: key ? others : {} };
}

/** The settled headline. */
export function sentence({ form, view, settled, nothing }: Shown): string {
  if (!view) return "";
  if (nothing || !settled) return view.waiting || (form?.empties[view.way]?.[0] ?? "");
  return settled.sentence;
}

/** What stands in the fields of the form that is shown. */
export function* filled(
  { form, view }: Shown,
  typed: (key: string) => string | undefined,
): Generator<[string, string]> {
  if (!view) return;
  for (const { key } of form?.fields[view.way] ?? []) yield [key, typed(key) ?? view.texts[key] ?? ""];
}

function formOf(view: View): Form {
  const { form = {}, columns = [], examples = {}, empties = {}, largest = {}, glossary = [] } = view;
  const { leads = 0, part = 1 } = largest;
  return { fields: form, columns, examples, empties, largest: { leads, part }, glossary };
}

function answerOf(
  before: Shown,
  view: View,
  other: boolean,
): Pick<Shown, "answer" | "settled" | "settledRevision" | "latest" | "answerRevision" | "nothing" | "stale"> {
  const given = view.answer;
  const gone = other || Boolean(view.cleared || view.forgotten);
  const latest = given && !("same" in given) ? given : before.latest;
  if (given && !view.draft) {
    const revision = given.revision ?? null;
    const shown = { answer: latest, settled: latest, answerRevision: revision, settledRevision: revision };
    return { ...shown, latest, nothing: false, stale: Boolean(view.stale) };
  }
  const settled = gone ? null : before.settled;
  const { settledRevision } = before;
  if (given && settled)
    // a draft: its pictures, and no verdict
    return {
      answer: latest,
      answerRevision: given.revision ?? null,
      settled,
      settledRevision,
      latest,
      nothing: false,
      stale: false,
    };
  return {
    answer: settled ?? before.answer,
    answerRevision: settled ? settledRevision : before.answerRevision,
    settled,
    settledRevision,
    latest,
    nothing: !settled,
    stale: Boolean(settled && view.stale),
  };
}

// What did not change stays the same object, so that it is not drawn again.
function unchanged<T>(now: T, before: T): T {
  return JSON.stringify(now) === JSON.stringify(before) ? before : now;
}

function leadsOf(
  before: Shown,
  { matching, study, same }: LeadsPane,
): Pick<Shown, "matching" | "study" | "faultRows"> {
  const kept = unchanged(matching, before.matching);
  if (study) return { matching: kept, study, faultRows: {} };
  return { matching: kept, study: same ? before.study : null, faultRows: before.faultRows };
}

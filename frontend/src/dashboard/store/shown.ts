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
  /** The last answer that was given, which may be of other numbers. */
  answer: AnswerPane | null;
  /** The number of the view that the answer belongs to. */
  answerRevision: number | null;
  /** There is no answer to show: `answer` is of numbers that are gone. */
  nothing: boolean;
  /** The answer is of other numbers than those that stand in the form. */
  stale: boolean;
  /** How often another form replaced the one that is shown. */
  forms: number;
  panes: TablePanes | null;
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
  answerRevision: null,
  nothing: false,
  stale: false,
  forms: 0,
  panes: null,
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
  return {
    ...before,
    form,
    view,
    ...answerOf(before, view, Boolean(view.form) || otherWay),
    forms: before.forms + Number(form !== before.form || otherWay),
    panes: view.way === "counts" ? null : (view.panes ?? null),
    rows: view.grid?.rows ?? before.rows, // not sent again where nothing in them changed
    ...(leads ? leadsOf(before, leads) : { matching: null }),
    fresh: fresh && Boolean(leads?.matching),
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

/** The headline. */
export function sentence({ form, view, answer, nothing }: Shown): string {
  if (!view) return "";
  if (nothing || !answer) return view.waiting || (form?.empties[view.way]?.[0] ?? "");
  return answer.sentence;
}

/** What stands in the fields of the form that is shown. */
export function* filled(
  { form, view }: Shown,
  typed: (key: string) => string | undefined,
): Generator<[string, string]> {
  if (!view) return;
  for (const { key } of form?.fields[view.way] ?? []) yield [key, typed(key) ?? view.texts[key] ?? ""];
}

function formOf({ form = {}, columns = [], examples = {}, empties = {}, largest = {} }: View): Form {
  const { leads = 0, part = 1 } = largest;
  return { fields: form, columns, examples, empties, largest: { leads, part } };
}

function answerOf(
  before: Shown,
  view: View,
  other: boolean,
): Pick<Shown, "answer" | "answerRevision" | "nothing" | "stale"> {
  const given = view.answer;
  const gone = other || Boolean(view.cleared || view.forgotten);
  const nothing = !given && (gone || before.nothing || !before.answer);
  return {
    answer: given && !("same" in given) ? given : before.answer,
    answerRevision: given?.revision ?? before.answerRevision,
    nothing,
    stale: !nothing && Boolean(view.stale),
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

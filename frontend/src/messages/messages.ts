// Made from the Python models: change them, then run `make frontend`.

export type ConsultationMessage =
  | Ping
  | Stop
  | Plotly
  | PageInside
  | Diagnostics_App_Consultation_Messages__Hello
  | New
  | Open
  | OpenFile
  | Delete
  | Close
  | Conflict
  | SaveNow
  | Report
  | Diagnostics_App_Consultation_Messages__Undo
  | Diagnostics_App_Consultation_Messages__Redo
  | GoToStep
  | Diagnostics_App_Consultation_Messages__Speak
  | Level
  | ResetLevels
  | ViewScenario
  | NewFirm
  | EditFirm
  | SetLogo
  | RemoveLogo
  | DeleteFirm
  | KeepFirm
  | SaveMove
  | AskWhom
  | HandIn
  | TakeBack
  | Reveal
  | Client
  | Note
  | Define
  | Sellers
  | Wanted
  | Diagnostics_App_Consultation_Messages__Answer
  | ChooseUnit
  | PrintNotes
  | AddActivity
  | RemoveActivity
  | EditActivity
  | EditMove
  | EditLost
  | SaveScenario
  | AimAt
  | RemoveScenario
  | ChoosePlay
  | DropPlay
  | AddAction
  | RemoveAction
  | EditAction
  | AimAction
  | ChooseFirm
  | PrintPart
  | PrintAppendix
  | Diagnostics_App_Consultation_AnswersMessages__Settle
  | Unsettle;
export type DashboardMessage =
  | Ping
  | Stop
  | Plotly
  | Diagnostics_App_Messages__Hello
  | Type
  | Diagnostics_App_Messages__Settle
  | Diagnostics_App_Messages__Undo
  | Diagnostics_App_Messages__Redo
  | Example
  | Clear
  | Address
  | Load
  | Save
  | Diagnostics_App_Messages__Speak
  | Entitle
  | Take
  | Try
  | KeepScenario
  | ChooseWay
  | Cells
  | ToggleColumn
  | UploadTable
  | Paste
  | TableSheet
  | CountMonth
  | LeadsPart
  | LeadsSheet
  | MatchField
  | Diagnostics_App_Messages__Answer
  | Meaning
  | FaultRows;
export type DashboardReply = Reply | Failure | Pong | Working;

export interface Messages {
  ConsultationMessage?: ConsultationMessage;
  ConsultationReply?: ConsultationReply;
  DashboardMessage?: DashboardMessage;
  DashboardReply?: DashboardReply;
}
/**
 * Is anybody there?
 */
export interface Ping {
  do: "ping";
  seq?: number;
}
/**
 * End the work that is going on.
 */
export interface Stop {
  do: "stop";
  seq?: number;
}
/**
 * Send plotly.js: no server has it here.
 */
export interface Plotly {
  do: "plotly";
  seq?: number;
}
/**
 * A message of the page inside.
 */
export interface PageInside {
  do: "page";
  page:
    | Ping
    | Stop
    | Plotly
    | Diagnostics_App_Messages__Hello
    | Type
    | Diagnostics_App_Messages__Settle
    | Diagnostics_App_Messages__Undo
    | Diagnostics_App_Messages__Redo
    | Example
    | Clear
    | Address
    | Load
    | Save
    | Diagnostics_App_Messages__Speak
    | Entitle
    | Take
    | Try
    | KeepScenario
    | ChooseWay
    | Cells
    | ToggleColumn
    | UploadTable
    | Paste
    | TableSheet
    | CountMonth
    | LeadsPart
    | LeadsSheet
    | MatchField
    | Diagnostics_App_Messages__Answer
    | Meaning
    | FaultRows;
  seq?: number;
  today?: string;
}
/**
 * A page opens, or connects again: its address, and what it kept of the last visit.
 */
export interface Diagnostics_App_Messages__Hello {
  do: "hello";
  kept?: string | null;
  languages?: string;
  query?: string;
  seq?: number;
}
/**
 * Text of one field or several; ``step``: after a pause, so Undo treats it as another change.
 */
export interface Type {
  do: "type";
  seq?: number;
  step?: boolean;
  texts: {
    [k: string]: string;
  };
}
/**
 * What is typed is complete for now; ``sure``: what is improbable in it was looked at and is right.
 */
export interface Diagnostics_App_Messages__Settle {
  do: "settle";
  seq?: number;
  sure?: boolean;
}
/**
 * Take back the last change.
 */
export interface Diagnostics_App_Messages__Undo {
  do: "undo";
  seq?: number;
}
/**
 * Bring again the change that was taken back last.
 */
export interface Diagnostics_App_Messages__Redo {
  do: "redo";
  seq?: number;
}
/**
 * Fill the form with a sample business.
 */
export interface Example {
  do: "example";
  name: string;
  seq?: number;
}
/**
 * Empty the form.
 */
export interface Clear {
  do: "clear";
  seq?: number;
}
/**
 * The user changed the address of the page.
 */
export interface Address {
  do: "address";
  query: string;
  seq?: number;
}
/**
 * Open a file that was saved from the page.
 */
export interface Load {
  do: "load";
  seq?: number;
  text: string;
}
/**
 * Answer with the file to save.
 */
export interface Save {
  do: "save";
  seq?: number;
}
/**
 * Another language is chosen; empty: that of the browser.
 */
export interface Diagnostics_App_Messages__Speak {
  do: "speak";
  language?: string;
  seq?: number;
}
/**
 * What the numbers are of, and the day they are of: for the link, the file and what is taken away.
 */
export interface Entitle {
  date?: string;
  do: "title";
  seq?: number;
  title: string;
}
/**
 * Answer with the result as a file: one page, the report, tables or a picture. Title and date: the form's unless given.
 */
export interface Take {
  date?: string | null;
  do: "take";
  format: "pdf" | "html" | "xlsx" | "csv" | "png" | "svg";
  picture?: ("door" | "map" | "bridge" | "timeline") | null;
  seq?: number;
  title?: string | null;
}
/**
 * The sliders were moved: all levels that are tried, by link; ``step``: as for :class:`Type`.
 */
export interface Try {
  do: "try";
  levels: {
    [k: string]: number;
  };
  seq?: number;
  step?: boolean;
}
/**
 * Save what is tried as a scenario, or remove that scenario.
 */
export interface KeepScenario {
  do: "scenario";
  keep?: boolean;
  seq?: number;
  slot: "scenario_a" | "scenario_b";
}
/**
 * Another way in: totals, month by month, leads.
 */
export interface ChooseWay {
  do: "way";
  seq?: number;
  way: "counts" | "table" | "ledger";
}
/**
 * The table was edited.
 */
export interface Cells {
  do: "cells";
  op: SetCells | InsertRow | DeleteRows | PasteCells;
  seq?: number;
}
/**
 * Cells that were written: row, column, text.
 */
export interface SetCells {
  /**
   * @maxItems 60000
   */
  cells: [unknown, unknown, unknown][];
  op: "set";
}
/**
 * An empty row before row ``at``.
 */
export interface InsertRow {
  at: number;
  op: "insert";
}
/**
 * Rows that were taken out, from row ``at``.
 */
export interface DeleteRows {
  at: number;
  count?: number;
  op: "delete";
}
/**
 * Text that was pasted over the ``rows`` × ``columns`` cells from ``row`` and ``column``.
 */
export interface PasteCells {
  column: number;
  columns?: number;
  op: "paste";
  row: number;
  rows?: number;
  text: string;
}
/**
 * A column was added to the table or taken out.
 */
export interface ToggleColumn {
  do: "column";
  key: string;
  on: boolean;
  seq?: number;
}
/**
 * A CSV or XLSX file with a table of months.
 */
export interface UploadTable {
  do: "upload";
  name?: string;
  seq?: number;
}
/**
 * Cells from a spreadsheet, with their headings.
 */
export interface Paste {
  do: "paste";
  seq?: number;
  text: string;
}
/**
 * Which sheet of the uploaded workbook, or which of its headings.
 */
export interface TableSheet {
  do: "sheet";
  name: string;
  seq?: number;
}
/**
 * Include a month that was left out, as the number of the month.
 */
export interface CountMonth {
  do: "count";
  month: string;
  seq?: number;
}
/**
 * One part of a file of an export of leads; the last part of the last file opens it.
 */
export interface LeadsPart {
  do: "leads";
  file?: number;
  files?: number;
  name?: string;
  part?: number;
  parts?: number;
  seq?: number;
  size?: number;
}
/**
 * Which sheet of the export that was sent.
 */
export interface LeadsSheet {
  do: "leads_sheet";
  name: string;
  seq?: number;
}
/**
 * The column that holds a field; None: not in this file.
 */
export interface MatchField {
  do: "match";
  field: string;
  heading: string | null;
  seq?: number;
}
/**
 * An answer to a question about the export, as the question offered it.
 */
export interface Diagnostics_App_Messages__Answer {
  do: "answer";
  given: {
    [k: string]:
      | string
      | string[]
      | {
          [k: string]: string | string[];
        }
      | boolean
      | null;
  };
  seq?: number;
}
/**
 * What a text of the outcome column means.
 */
export interface Meaning {
  do: "meaning";
  means: string;
  seq?: number;
  text: string;
}
/**
 * Answer with a few rows of a fault.
 */
export interface FaultRows {
  do: "rows";
  key: string;
  seq?: number;
}
/**
 * A page opens, or connects again; ``file``: the case in its address.
 */
export interface Diagnostics_App_Consultation_Messages__Hello {
  do: "hello";
  file?: string | null;
  languages?: string;
  seq?: number;
  today?: string;
}
/**
 * Begin with a new client.
 */
export interface New {
  client?: string;
  do: "new";
  seq?: number;
  today?: string;
}
/**
 * Open a case file.
 */
export interface Open {
  do: "open";
  file: string;
  seq?: number;
  today?: string;
}
/**
 * Open a file of the dashboard or of a case: as a new client, or its numbers in the case that is open.
 */
export interface OpenFile {
  do: "open_file";
  name?: string;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * Delete a client with all that belongs to it; ``sure``: what that would be was shown.
 */
export interface Delete {
  do: "delete";
  file: string;
  seq?: number;
  sure?: boolean;
  today?: string;
}
/**
 * Back to the list of clients.
 */
export interface Close {
  do: "close";
  seq?: number;
  today?: string;
}
/**
 * Which of two windows goes on with the file.
 */
export interface Conflict {
  do: "conflict";
  keep: "mine" | "theirs";
  seq?: number;
  today?: string;
}
/**
 * The page is being left: write what is not written yet.
 */
export interface SaveNow {
  do: "save_now";
  seq?: number;
  today?: string;
}
/**
 * Create the report.
 */
export interface Report {
  do: "report";
  format: "html" | "pdf" | "xlsx" | "pptx";
  seq?: number;
  today?: string;
}
/**
 * Take back the last change.
 */
export interface Diagnostics_App_Consultation_Messages__Undo {
  do: "undo";
  seq?: number;
  today?: string;
}
/**
 * Bring again the change that was taken back last.
 */
export interface Diagnostics_App_Consultation_Messages__Redo {
  do: "redo";
  seq?: number;
  today?: string;
}
/**
 * Another step.
 */
export interface GoToStep {
  do: "step";
  seq?: number;
  to: "review" | "answers" | "door" | "sort" | "define" | "numbers" | "diagnosis" | "whatif" | "plan";
  today?: string;
}
/**
 * The client's language is chosen; empty: that of the browser.
 */
export interface Diagnostics_App_Consultation_Messages__Speak {
  do: "speak";
  language?: string;
  seq?: number;
  today?: string;
}
/**
 * A slider was moved.
 */
export interface Level {
  do: "level";
  link: string;
  pause?: boolean;
  seq?: number;
  today?: string;
  value: string;
}
/**
 * All sliders back to where they were.
 */
export interface ResetLevels {
  do: "reset_levels";
  seq?: number;
  today?: string;
}
/**
 * Move the sliders to a saved scenario.
 */
export interface ViewScenario {
  do: "view_scenario";
  name: string;
  seq?: number;
  today?: string;
}
/**
 * A new profile, which this client's report carries from now on.
 */
export interface NewFirm {
  do: "new_firm";
  name: string;
  seq?: number;
  today?: string;
}
/**
 * A field of the chosen firm's profile.
 */
export interface EditFirm {
  do: "edit_firm";
  field: "name" | "accent" | "second" | "font" | "paper" | "contact" | "footer";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * A picture for the chosen firm, in base64.
 */
export interface SetLogo {
  data: string;
  do: "set_logo";
  name: string;
  seq?: number;
  today?: string;
}
/**
 * The chosen firm has no logo any more.
 */
export interface RemoveLogo {
  do: "remove_logo";
  seq?: number;
  today?: string;
}
/**
 * Delete the chosen firm's profile; ``sure``: what that means was shown.
 */
export interface DeleteFirm {
  do: "delete_firm";
  seq?: number;
  sure?: boolean;
  today?: string;
}
/**
 * It is not deleted after all.
 */
export interface KeepFirm {
  do: "keep_firm";
  seq?: number;
  today?: string;
}
/**
 * Save the effort that is moved as a scenario.
 */
export interface SaveMove {
  do: "save_move";
  seq?: number;
  today?: string;
}
/**
 * Who answers before the numbers.
 */
export interface AskWhom {
  asked: "sides" | "owner";
  do: "ask_whom";
  seq?: number;
  today?: string;
}
/**
 * An answer that was typed in, as a whole: before that nothing of it is sent.
 */
export interface HandIn {
  call?: "" | "hour" | "day" | "days" | "week" | "later" | "unknown";
  do: "hand_in";
  lead?: string;
  role: "marketing" | "sales" | "owner" | "team";
  sale?: string;
  seq?: number;
  sure?: string;
  today?: string;
  weak?: "" | "marketing" | "sales";
}
/**
 * An answer is taken back, before the reveal.
 */
export interface TakeBack {
  do: "take_back";
  role: "marketing" | "sales" | "owner" | "team";
  seq?: number;
  today?: string;
}
/**
 * Show the answers; ``anyway``: though one is missing.
 */
export interface Reveal {
  anyway?: boolean;
  do: "reveal";
  seq?: number;
  today?: string;
}
/**
 * The client's name.
 */
export interface Client {
  do: "client";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * Notes on a step.
 */
export interface Note {
  do: "note";
  pause?: boolean;
  seq?: number;
  step: "review" | "answers" | "door" | "sort" | "define" | "numbers" | "diagnosis" | "whatif" | "plan";
  text: string;
  today?: string;
}
/**
 * What a word means in this business.
 */
export interface Define {
  do: "define";
  key: "lead" | "sale" | "interaction";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * How many people sell.
 */
export interface Sellers {
  do: "sellers";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * How many customers per month are wanted.
 */
export interface Wanted {
  do: "wanted";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * The side that the client chose for an activity of the game.
 */
export interface Diagnostics_App_Consultation_Messages__Answer {
  do: "answer";
  id: string;
  seq?: number;
  side: "marketing" | "sales";
  today?: string;
}
/**
 * What the client's own activities are measured in.
 */
export interface ChooseUnit {
  do: "unit";
  seq?: number;
  today?: string;
  unit: "hours" | "money";
}
/**
 * Whether the notes are printed in the report.
 */
export interface PrintNotes {
  do: "print_notes";
  on: boolean;
  seq?: number;
  today?: string;
}
/**
 * An empty row of the client's own list.
 */
export interface AddActivity {
  do: "add_activity";
  seq?: number;
  today?: string;
}
/**
 * A row of the client's own list is removed.
 */
export interface RemoveActivity {
  at: number;
  do: "remove_activity";
  seq?: number;
  today?: string;
}
/**
 * A field of a row of the client's own list.
 */
export interface EditActivity {
  at: number;
  do: "edit_activity";
  field: "what" | "amount" | "customer" | "person";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * How much effort is moved, or what one more takes; ``exact``: digits as a slider has them.
 */
export interface EditMove {
  do: "edit_move";
  exact?: boolean;
  field: "moved" | "lead_takes" | "work_takes";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * How many leads were lost for a kind of reason, or in which words.
 */
export interface EditLost {
  do: "edit_lost";
  field: "leads" | "words";
  kind: "price" | "fit" | "timing" | "no_answer" | "competitor";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * Save where the sliders are, under a name.
 */
export interface SaveScenario {
  do: "save_scenario";
  name: string;
  seq?: number;
  today?: string;
}
/**
 * Make a scenario the target of the plan, or no longer.
 */
export interface AimAt {
  do: "aim_at";
  name: string;
  seq?: number;
  today?: string;
}
/**
 * A scenario is removed.
 */
export interface RemoveScenario {
  do: "remove_scenario";
  name: string;
  seq?: number;
  today?: string;
}
/**
 * Put an action of the playbook into the plan.
 */
export interface ChoosePlay {
  do: "choose_play";
  id: string;
  seq?: number;
  today?: string;
}
/**
 * Take an action of the playbook out of the plan.
 */
export interface DropPlay {
  do: "drop_play";
  id: string;
  seq?: number;
  today?: string;
}
/**
 * An empty action of their own.
 */
export interface AddAction {
  do: "add_action";
  seq?: number;
  today?: string;
}
/**
 * A row of the plan is removed.
 */
export interface RemoveAction {
  at: number;
  do: "remove_action";
  seq?: number;
  today?: string;
}
/**
 * A field of a row of the plan.
 */
export interface EditAction {
  at: number;
  do: "edit_action";
  field: "what" | "owner" | "date" | "watch" | "note" | "link" | "watched" | "aimed" | "status" | "changed" | "why";
  pause?: boolean;
  seq?: number;
  text: string;
  today?: string;
}
/**
 * An action aims at the level that the plan's target brings its number to.
 */
export interface AimAction {
  at: number;
  do: "aim_action";
  seq?: number;
  today?: string;
}
/**
 * The firm whose name this client's report carries; empty: none.
 */
export interface ChooseFirm {
  do: "choose_firm";
  file: string;
  seq?: number;
  today?: string;
}
/**
 * Whether the report has a part.
 */
export interface PrintPart {
  do: "print_part";
  on: boolean;
  part: string;
  seq?: number;
  today?: string;
}
/**
 * Whether the report has the technical appendix.
 */
export interface PrintAppendix {
  do: "print_appendix";
  on: boolean;
  seq?: number;
  today?: string;
}
/**
 * The room agrees on a word, with the text that it now means; none for how fast a lead is called.
 */
export interface Diagnostics_App_Consultation_AnswersMessages__Settle {
  do: "settle";
  seq?: number;
  text?: string;
  today?: string;
  word: "lead" | "sale" | "call";
}
/**
 * The room does not agree after all.
 */
export interface Unsettle {
  do: "unsettle";
  seq?: number;
  today?: string;
  word: "lead" | "sale" | "call";
}
/**
 * What a consultation answers: its own page, the page inside, a file; the bytes of the file travel apart.
 *
 * ``words``: the page's own texts, where they are in another language than before.
 */
export interface ConsultationReply {
  detail?: string;
  download?: Download;
  fault?: string;
  page?: Reply;
  saved?: SavedPane;
  seq?: number;
  shell?: ClientsShell | CaseShell;
  words?: WordsPane;
}
/**
 * A file that comes with the reply: its name and media type.
 */
export interface Download {
  name: string;
  type: string;
}
/**
 * What the dashboard answers. Most messages are answered with what the page shows now, a few with less.
 *
 * ``notice`` is shown once. ``choose`` asks which sheet or column of a file is meant, in the words of ``choose_title``.
 * ``example_prefix``: for before the sentence, empty where the numbers are no example's.
 * ``fill``: set every field, not only the messages next to them. ``draft``: what is typed is not settled, so no verdict is
 * to be shown of it; ``doubts`` asks, by field, whether what is improbable is right. ``what_if`` is not sent while the answer
 * that the page has is of other numbers, or a draft. A move of a slider is answered without ``way`` where it changes nothing
 * but ``what_if``, the address and Undo. The bytes of a ``download`` travel apart.
 */
export interface Reply {
  answer?: AnswerPane | SameAnswer | null;
  asked?: string[];
  can_redo?: boolean;
  can_undo?: boolean;
  choices?: {
    [k: string]: string[][];
  };
  choose?: string[];
  choose_title?: string;
  cleared?: boolean;
  columns?: ColumnPane[];
  date?: string;
  doubts?: {
    [k: string]: string;
  };
  download?: Download;
  draft?: boolean;
  echoes?: {
    [k: string]: string;
  };
  empties?: {
    [k: string]: string[];
  };
  errors?: {
    [k: string]: string;
  };
  example?: ExamplePane | null;
  example_prefix?: string;
  examples?: {
    [k: string]: string[][];
  };
  file?: string;
  fill?: boolean;
  forgotten?: boolean;
  form?: {
    [k: string]: FieldPane[];
  };
  glossary?: Term[];
  grid?: GridPane;
  kept?: string | null;
  language?: string;
  languages?: string[][];
  largest?: {
    [k: string]: number;
  };
  leads?: LeadsPane;
  missing?: {
    [k: string]: string;
  };
  notes?: {
    [k: string]: string;
  };
  notice?: string;
  panes?: TablePanes | null;
  part?: number;
  pasted?: PastedPane;
  pong?: boolean;
  query?: string;
  restated?: string;
  revision?: number;
  rows?: SampleRows;
  seq?: number;
  stale?: boolean;
  texts?: {
    [k: string]: string;
  };
  then?: string;
  title?: string;
  told?: string[];
  waiting?: string;
  way?: string;
  what_if?: WhatIfPane | null;
  words?: {
    [k: string]: string;
  };
}
export interface AnswerPane {
  action: ActionPane | null;
  against: string[];
  balance: ChartPane;
  basis: string;
  bridge: ChartPane;
  chances: Chance[];
  change: string;
  cost: string;
  door: DoorPane;
  either_way: string;
  for: string[];
  how: {
    [k: string]: string;
  };
  leaning: string | null;
  next: string[];
  rests_on: string;
  revision?: number;
  sentence: string;
  settling: string;
  tempting: TemptingPane;
  unseen: string[];
  verdict: string;
  worth: string;
  yours: {
    [k: string]: string;
  };
}
/**
 * What to do, the first step, the number to watch.
 */
export interface ActionPane {
  step: string;
  watch: string;
  what: string;
}
/**
 * A chart with its words; ``upright`` is for a narrow screen where that differs.
 */
export interface ChartPane {
  caption: string;
  figure: Spec;
  text: string;
  title: string;
  upright?: Spec;
}
/**
 * A chart as plotly.js takes it.
 */
export interface Spec {
  data: {
    [k: string]: unknown;
  }[];
  layout: {
    [k: string]: unknown;
  };
}
/**
 * One of the three verdicts: how likely it is, and the words for that.
 */
export interface Chance {
  key: string;
  label: string;
  share: number;
}
/**
 * The door as a page draws it: its sides, the sales that need no salesperson, and all of it in words.
 */
export interface DoorPane {
  direct: string;
  sides: DoorSide[];
  text: string;
}
/**
 * One side of the door as a page draws it.
 *
 * ``fullness``: how full it is of its target at its start, its middle and its end, fractions up to ``WIDEST``.
 */
export interface DoorSide {
  full: string;
  fullness: number[];
  mark: string;
  side: string;
  target: string;
  title: string;
  weak: boolean;
  who: string;
}
/**
 * The number that a spreadsheet shows, and the right one.
 */
export interface TemptingPane {
  right: string;
  right_of: string;
  right_range: string;
  same: boolean;
  tempting: string;
  tempting_of: string;
  why: string;
}
/**
 * The page has this answer: it is not sent again.
 */
export interface SameAnswer {
  revision: number;
  same: true;
}
/**
 * One column that a table may have.
 */
export interface ColumnPane {
  hint: string;
  key: string;
  label: string;
  needed: boolean;
  numeric: boolean;
}
/**
 * The sample business that the form shows.
 */
export interface ExamplePane {
  id: string;
  name: string;
  story: string;
}
/**
 * One field; each option is its value and its words.
 */
export interface FieldPane {
  group: string;
  key: string;
  kind: string;
  label: string;
  options: string[][];
  term: string;
  unit: string;
}
/**
 * A word of the page and what it means.
 */
export interface Term {
  key: string;
  meaning: string;
  word: string;
}
/**
 * The cells of the table; ``rows`` is None where the page has them.
 */
export interface GridPane {
  aside: (number | string)[][];
  columns: string[];
  marks: (number | string)[][];
  rows: string[][] | null;
  source: string;
}
/**
 * The export: its columns, its faults, leads or people. ``study`` is None where the page has it (``same``).
 */
export interface LeadsPane {
  again: string;
  lost: LostPane | null;
  matching: MatchingPane | null;
  opened: string;
  same: boolean;
  sheets: string;
  study: StudyPane | null;
  told: string[];
  told_title: string;
}
/**
 * How many leads were lost for which kind of reason, and where that points.
 *
 * ``ranges`` of the share of each kind; ``counts`` alone where too few have a reason for a range.
 */
export interface LostPane {
  caption: string;
  counts: string[];
  lines: string[];
  notes: string[];
  ranges: RangeBar[];
  title: string;
}
/**
 * A 90% range of customers per month; places are percentages of the track, ``high`` from its right end.
 */
export interface RangeBar {
  at: number;
  goal: number | null;
  high: number;
  label: string;
  low: number;
  words: string;
}
/**
 * Which column is which, what is open, and what the texts of the outcome mean.
 */
export interface MatchingPane {
  fields: MatchedField[];
  headings: string[];
  kinds: string[][];
  line: string;
  none: string;
  notes: string[];
  open: boolean;
  problem: string;
  questions: QuestionPane[];
  said: string[];
  title: string;
  values: ValuePane[];
  values_title: string;
}
/**
 * One field and the column that was taken for it. ``usual``: shown even where none was found.
 */
export interface MatchedField {
  asked: boolean;
  heading: string | null;
  hint: string;
  key: string;
  label: string;
  needed: boolean;
  samples: string[];
  usual: boolean;
  why: string;
}
/**
 * A question about the export, what may be done, the answers that are offered.
 */
export interface QuestionPane {
  answers: OfferedAnswer[];
  remedy: string;
  text: string;
}
/**
 * An answer that is offered: its words and what it sends.
 */
export interface OfferedAnswer {
  send: AnswerSent;
  text: string;
}
/**
 * The message that an answer sends back.
 */
export interface AnswerSent {
  do: "answer";
  given: {
    [k: string]: unknown;
  };
}
/**
 * A text of the outcome column, how it is shown, how often it is there, what it means (empty: not known).
 */
export interface ValuePane {
  count: string;
  means: string;
  shown: string;
  text: string;
}
/**
 * What was opened, what is wrong with it, and whether it is the leads or the people.
 */
export interface StudyPane {
  faults: FaultsPane;
  opened: string;
  people: PeoplePane;
  speed: SpeedPane | null;
}
/**
 * What is wrong with the data, the most serious first.
 */
export interface FaultsPane {
  faults: FaultPane[];
  line: string;
  title: string;
}
/**
 * One fault: what it is, what it does, what it prevents and what is needed; ``rows``: some can be shown.
 */
export interface FaultPane {
  blocks: string;
  effect: string;
  key: string;
  needs: string;
  rows: boolean;
  what: string;
}
/**
 * Is it the leads or the people?
 */
export interface PeoplePane {
  advice: string;
  alarm: string;
  control: ControlPane | null;
  evidence: string[];
  grid: PairsPane | null;
  over: string;
  sentence: string;
  title: string;
  verdict: string;
}
/**
 * The control chart; heights in pixels.
 */
export interface ControlPane {
  caption: string;
  figure: Spec;
  height: number;
  height_upright: number;
  table: UnitTable;
  text: string;
  title: string;
  upright: Spec;
}
/**
 * The control chart as tables.
 */
export interface UnitTable {
  columns: string[];
  groups: UnitGroup[];
}
/**
 * Channels or reps, a row each.
 */
export interface UnitGroup {
  name: string;
  rows: string[][];
}
/**
 * Reps by channels.
 */
export interface PairsPane {
  caption: string;
  columns: string[];
  rows: PairRow[];
  title: string;
}
/**
 * A rep.
 */
export interface PairRow {
  cells: PairPane[];
  name: string;
}
/**
 * A rep in a channel; ``level``: the shade, 0 to 4; ``thin``: too few leads to compare.
 */
export interface PairPane {
  leads: string;
  level: number;
  rate: string;
  thin: boolean;
  won: string;
}
/**
 * Whether a quick first contact goes with winning.
 */
export interface SpeedPane {
  caption: string;
  columns: string[];
  rows: string[][];
  title: string;
}
/**
 * What the page draws of the months; a period is its first and last month, as numbers of months.
 */
export interface TablePanes {
  bounds: string;
  change: ChangePane | null;
  first: number;
  judged: string;
  months: string[][];
  periods: {
    [k: string]: string[] | null;
  };
  set_aside: LeftOut[];
  timeline: ChartPane;
}
/**
 * What changed between two periods; where they cannot be compared, only the sentence that says so.
 */
export interface ChangePane {
  counted?: string;
  figure?: Spec;
  links?: string[];
  mix?: string[];
  sentence?: string;
  title?: string;
  total?: string;
  unseen?: string;
  upright?: Spec;
  warning?: string;
}
/**
 * A month that is not judged, and why; ``may_count``: the page offers to include it.
 */
export interface LeftOut {
  may_count: boolean;
  month: string;
  text: string;
}
/**
 * The cells that a paste wrote, for the page to select, and what it says of them.
 */
export interface PastedPane {
  column: number;
  columns: number;
  row: number;
  rows: number;
  text: string;
}
/**
 * A few rows of an export that a fault is about, with their headings.
 */
export interface SampleRows {
  cells: string[][];
  columns: string[];
  key: string;
}
/**
 * What the card shows. ``levels``: what is tried; ``said``: what is read aloud of it.
 */
export interface WhatIfPane {
  columns: ScenarioColumn[];
  customers: string;
  gain: string;
  levels: {
    [k: string]: number;
  };
  next: string;
  not_sure: string;
  ranges: RangeBar[];
  ranges_caption: string;
  said: string;
  sliders: SliderPane[];
  worth: string;
  worth_title: string;
}
/**
 * The business of now (``now``), or a scenario, in the table; ``problem``: why there are no figures.
 */
export interface ScenarioColumn {
  customers: string;
  gain: string;
  key: string;
  levels: {
    [k: string]: number;
  };
  moved: string[];
  problem: string;
  weak: string;
  worth: string;
}
/**
 * A link that can be moved.
 */
export interface SliderPane {
  about: string;
  high: number;
  label: string;
  link: string;
  low: number;
  side: string;
  step: number;
  text: string;
  value: number;
}
/**
 * The same with a number, ``order``: the higher is the later. ``choices``: ours or theirs, in a conflict.
 */
export interface SavedPane {
  choices: string[];
  conflict: string | null;
  order: number;
  saved: SavedWords;
}
/**
 * Whether the case file holds what the page shows.
 */
export interface SavedWords {
  alarm: boolean;
  text: string;
}
/**
 * The list of clients: no case is open.
 */
export interface ClientsShell {
  alarm: boolean;
  clients: ClientsPane;
  file: string;
  notice: string;
}
/**
 * The clients whose case files are in the folder.
 */
export interface ClientsPane {
  cases: ListedClient[];
  line: string;
  title: string;
}
/**
 * A case file in the list of clients.
 */
export interface ListedClient {
  client: string;
  confirm: Confirm | null;
  delete: string;
  file: string;
  problem: string;
  said: string;
}
/**
 * Whether a client is to be deleted, and with which files.
 */
export interface Confirm {
  no: string;
  text: string;
  yes: string;
}
/**
 * An open case; of the steps only the one that is open.
 *
 * ``language``: the client's, or empty; ``languages``: those that may be chosen, code and name.
 */
export interface CaseShell {
  alarm: boolean;
  answers?: AnswersPane;
  can_redo: boolean;
  can_undo: boolean;
  choices: string[];
  client: string;
  clients: null;
  conflict: string | null;
  define?: Definition[];
  defined: DefinedPane | null;
  diagnosis?: DiagnosisStep;
  differ: GapsPane | null;
  door?: DoorStep;
  example: string;
  face?: FacePane;
  file: string;
  language: string;
  languages: string[][];
  last: string[];
  note: string;
  note_said: string;
  notice: string;
  order: number;
  plan?: PlanStep;
  review?: ReviewStep;
  saved: SavedWords;
  sort?: SortStep;
  step: string;
  steps: StepPane[];
  talk: TalkPane;
  whatif?: WhatIfStep;
}
/**
 * Two answers before the numbers. ``shown``, ``bets`` and ``gaps`` are empty until they are revealed.
 */
export interface AnswersPane {
  asked: "sides" | "owner";
  bets: string[];
  choices: string[][];
  complete: boolean;
  gaps: AnswerGap[];
  longest: number;
  no_code: string;
  questions: {
    [k: string]: string;
  };
  revealed: boolean;
  shown: ShownSlip[];
  slips: SlipPane[];
  some: boolean;
  speeds: string[][];
  sure_help: string;
}
/**
 * A question with both answers; ``state``: none, one, same or differ. ``text``: the definition as it stands.
 */
export interface AnswerGap {
  answers: GapAnswer[];
  said: string;
  settled: boolean;
  state: string;
  text: string;
  title: string;
  word: "lead" | "sale" | "call";
}
/**
 * One of two answers to a question.
 */
export interface GapAnswer {
  role: "marketing" | "sales" | "owner" | "team";
  text: string;
  title: string;
}
/**
 * An answer that was shown, each question with what was said; ``said``: that there is none.
 */
export interface ShownSlip {
  answers: DefinedWord[];
  role: "marketing" | "sales" | "owner" | "team";
  said: string;
  title: string;
}
/**
 * A word and what it means to this client.
 */
export interface DefinedWord {
  label: string;
  text: string;
}
/**
 * A blind answer before it is shown: whose it is, and whether it was handed in. Nothing of it.
 */
export interface SlipPane {
  code: PhoneCode | null;
  handed_in: boolean;
  role: "marketing" | "sales" | "owner" | "team";
  title: string;
}
/**
 * Where an answer can be given on a phone, once; the code as the path of an SVG of so many squares.
 */
export interface PhoneCode {
  address: string;
  path: string;
  size: number;
}
/**
 * Step 3: a word that the client defines.
 */
export interface Definition {
  example: string;
  help: string;
  key: string;
  question: string;
  text: string;
}
/**
 * What the words mean, next to every result.
 */
export interface DefinedPane {
  pairs: DefinedWord[];
  title: string;
}
/**
 * Step 5: next to the page inside.
 */
export interface DiagnosisStep {
  alignment: AlignmentPane | null;
  lost: LostStep;
}
/**
 * Where the effort goes, next to where the customers are lost.
 */
export interface AlignmentPane {
  bars: AlignmentBar[];
  findings: string[];
}
/**
 * How time or money, and the shortfall, are shared by the two sides; fractions.
 */
export interface AlignmentBar {
  label: string;
  marketing: number;
  sales: number;
  words: string;
}
/**
 * Why leads were lost: as an export has it, or as it is typed (``fields``).
 */
export interface LostStep {
  ask: string;
  fields: LostField[];
  pane: LostPane;
  words: string;
}
/**
 * A kind of reason that is typed; ``id``: the kind.
 */
export interface LostField {
  id: string;
  label: string;
  leads: string;
  said: string;
  words: string;
}
/**
 * What the two answers have to say next to a verdict; each may be empty.
 */
export interface GapsPane {
  bets: string[];
  note: string;
  warning: string;
}
/**
 * Step 1: the door.
 */
export interface DoorStep {
  door: DoorPane;
  question: DoorQuestion;
  rules: string[];
}
/**
 * The first question, how it was answered, and the right answer with its reason.
 */
export interface DoorQuestion {
  answered: string | null;
  id: string;
  prompt: string;
  reason: string;
  right: string;
}
/**
 * The face of the report; ``firms``: file and name of each that may be chosen, none first.
 */
export interface FacePane {
  appendix: boolean;
  firm: string;
  firms: string[][];
  parts: ReportPart[];
  profile: ProfilePane | null;
  said: string[];
}
/**
 * A part of the report; ``on``: whether it has it.
 */
export interface ReportPart {
  key: string;
  on: boolean;
  title: string;
}
/**
 * The profile of the chosen firm.
 */
export interface ProfilePane {
  confirm: string;
  fields: {
    [k: string]: FirmField;
  };
  fonts: string[][];
  logo: string;
  logo_said: string;
  papers: string[][];
}
/**
 * A field of the profile; ``nearest``: a colour to be used instead.
 */
export interface FirmField {
  nearest: string;
  said: string;
  text: string;
}
/**
 * Step 7: the plan.
 */
export interface PlanStep {
  chosen: PlannedAction[];
  finished: PlannedAction[];
  forecast: string;
  links: LinkPlays[];
  options: PlanOptions;
  people: string[];
  print_notes: boolean;
  report_said: string;
  sentence: string;
  test: string;
  unbound: string[];
}
/**
 * A row of the plan, as typed; ``at``: its place, ``key``: what it keeps when others are removed.
 *
 * ``share``: whether the level aimed at is one; ``offer``: the button that takes the scenario's level over.
 */
export interface PlannedAction {
  aimed: string;
  at: number;
  changed: string;
  date: string;
  key: string;
  link: string;
  note: string;
  now: string;
  offer: string;
  owner: string;
  said: string;
  share: boolean;
  status: string;
  watch: string;
  watched: string;
  what: string;
  why: string;
}
/**
 * A link and what can be done about it.
 */
export interface LinkPlays {
  link: string;
  open: boolean;
  plays: PlayPane[];
  short: string;
  side: string;
  title: string;
}
/**
 * Something that can be done about a link.
 */
export interface PlayPane {
  about: string;
  chosen: boolean;
  first_step: string;
  id: string;
  not_when: string;
  source: string;
  what: string;
  why: string;
}
/**
 * What can be chosen for an action.
 */
export interface PlanOptions {
  links: Option[];
  numbers: Option[];
  statuses: Option[];
}
/**
 * What can be chosen, and what it is called.
 */
export interface Option {
  key: string;
  label: string;
}
/**
 * The first step of a later session. ``numbers``: that new ones are needed, or empty.
 */
export interface ReviewStep {
  actions: ReviewedAction[];
  archive: ArchivePane;
  columns: string[];
  forecast: string;
  moved: string[];
  no_actions: string;
  numbers: string;
  numbers_title: string;
  options: Option[];
  rows: string[][];
  trend: TrendPane | null;
}
/**
 * An action that was agreed, and what became of it; ``at``: its place in the plan, −1 where it was taken out.
 */
export interface ReviewedAction {
  agreed: string;
  at: number;
  changed: string;
  key: string;
  said: string;
  status: string;
  what: string;
  why: string;
}
/**
 * What was agreed, as it stood; each action in three texts.
 */
export interface ArchivePane {
  actions: string[][];
  lines: string[];
  title: string;
}
/**
 * All sessions in a row; ``text``: the chart in words, ``lines``: the names of its lines.
 */
export interface TrendPane {
  about: string;
  chart: TrendDot[];
  columns: string[];
  lines: string[];
  rows: TrendRow[];
  text: string;
  title: string;
}
/**
 * One session in the chart: each side's share of its target, a fraction.
 */
export interface TrendDot {
  date: string;
  label: string;
  marketing: number;
  sales: number;
}
/**
 * One session, and what was said then.
 */
export interface TrendRow {
  cells: string[];
  said: string;
}
/**
 * Step 2: which side is it?
 */
export interface SortStep {
  alignment: AlignmentPane | null;
  known: string[];
  next: NextActivity | null;
  own: OwnActivity[];
  past: PastActivity[];
  reason: string;
  score: string;
  unit: string;
}
/**
 * The activity that is asked about now.
 */
export interface NextActivity {
  activity: string;
  id: string;
}
/**
 * A row of the client's own list, as typed.
 */
export interface OwnActivity {
  amount: string;
  customer: string;
  person: string;
  said: string;
  side: string | null;
  side_words: string;
  what: string;
}
/**
 * An activity that was answered.
 */
export interface PastActivity {
  activity: string;
  answered: string;
  id: string;
  reason: string;
  right: string;
}
/**
 * A step; ``number`` is 0 for those before the seven.
 */
export interface StepPane {
  done: boolean;
  heading: string;
  key: string;
  line: string;
  number: number;
  title: string;
}
/**
 * What the consultant says and asks at this step, and the next question; shown at the desk alone.
 *
 * ``until``: the minute of the session at which the step ends.
 */
export interface TalkPane {
  ask: string;
  minutes: string;
  next: string;
  points: string[];
  until: number;
}
/**
 * Step 6: what if? Only ``waiting`` while there is no diagnosis.
 */
export interface WhatIfStep {
  levers?: string[];
  more?: string[];
  needed?: string;
  no_scenario?: string;
  now?: string;
  ranges?: RangeBar[];
  ranges_caption?: string;
  realign?: RealignPane;
  scenarios?: ScenarioPane[];
  sellers?: string;
  sellers_said?: string;
  sliders?: SliderPane[];
  tried?: string;
  unbound?: string[];
  waiting?: string;
  wanted?: string;
  wanted_said?: string;
  wanted_usual?: string;
}
/**
 * Effort moved to the weak side, or why it is not; ``slider`` is None where nothing can be moved.
 */
export interface RealignPane {
  against: string[];
  against_title: string;
  amount: string;
  amount_label: string;
  amount_said: string;
  amount_usual: string;
  changes: string[];
  said: string;
  save: string;
  save_said: string;
  slider: SliderPane | null;
  takes: TakesField[];
  title: string;
  why_not: string[];
}
/**
 * What one more takes, as typed; ``id``: of a lead, or of working one.
 */
export interface TakesField {
  id: string;
  label: string;
  said: string;
  text: string;
  usual: string;
}
/**
 * A scenario that was saved; ``aim``: the plan's target.
 */
export interface ScenarioPane {
  aim: boolean;
  customers: string;
  gain: string;
  moved: string;
  name: string;
}
/**
 * ``words``: the page's own texts in its language where that is not English. ``languages``: code and own name.
 */
export interface WordsPane {
  language?: string;
  languages?: string[][];
  words?: {
    [k: string]: string;
  };
}
/**
 * Something failed here: the words for the page, and the kind of failure.
 */
export interface Failure {
  detail: string;
  fault: string;
  seq?: number;
}
/**
 * Somebody is there.
 */
export interface Pong {
  pong: true;
  seq?: number;
}
/**
 * What is being done, and the share of it that is done where that is known.
 */
export interface Working {
  progress: string;
  seq?: number;
  share: number | null;
}

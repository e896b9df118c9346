// A table of months: opened, pasted or typed, with what is asked of it and how it was read.

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Fold } from "../components/Fold";
import { Lines } from "../components/Lines";
import { Grid } from "../grid/grid";
import type { ColumnPane } from "../messages/messages";
import { language, t } from "../words";
import { useStore } from "./context";
import { LeftOutMonths } from "./LeftOutMonths";
import { Questions, SheetChoice } from "./Questions";
import type { Store } from "./store/store";
import { TableTools } from "./TableTools";
import { editTable, tableDrop } from "./tables";

export function TableCard() {
  const store = useStore();
  const [over, setOver] = useState(false);
  const { view, panes } = store.shown.value;
  const here = view?.way === "table";
  const told = view?.told ?? [];
  return (
    <section
      class={over ? "wl-card wl-sheet wl-over" : "wl-card wl-sheet"}
      aria-label={t("Your table")}
      hidden={!here}
      {...tableDrop(store, setOver)}
    >
      <h3 class="wl-h">
        <span>{t("Your table")}</span>
        <span class="wl-source">{here ? view.grid?.source : ""}</span>
      </h3>
      <TableTools />
      <SheetChoice
        here={here}
        title={view?.choose_title}
        onChoose={(name) => store.ask({ do: "sheet", name })}
      />
      <Says />
      <TableQuestions />
      <MonthGrid store={store} />
      <LeftOutMonths months={(here && panes?.set_aside) || []} />
      <Fold
        title={t("How your table was read ({count})", { count: told.length })}
        hidden={!here || !told.length}
      >
        <Lines lines={told} />
      </Fold>
    </section>
  );
}

/** What is wrong or missing, or what a change did to earlier months. */
function Says() {
  const { view } = useStore().shown.value;
  const { marks = [] } = view?.grid ?? {};
  const [mark] = marks;
  const first = mark ? t("Row {row}, {problem}", { row: Number(mark[0]) + 1, problem: String(mark[2]) }) : "";
  const other = view?.missing.table ?? view?.errors.table ?? "";
  const text =
    marks.length > 1
      ? t("{first} ({count} cells are marked.)", { first, count: marks.length })
      : first || other || view?.restated;
  const alarming = Boolean(mark || view?.errors.table);
  return <p class={alarming ? "wl-table-says wl-alarm" : "wl-table-says"}>{text}</p>;
}

/** The questions that the cells raise, where the cells are; each is a field of the form as well. */
function TableQuestions() {
  const store = useStore();
  const { form, view } = store.shown.value;
  const open = (form?.fields[view?.way ?? ""] ?? []).filter(
    ({ key, group, kind }) =>
      group === "asked" && kind === "choice" && view?.asked?.includes(key) && !view.texts[key],
  );
  return (
    <Questions
      class="wl-table-asks"
      questions={view?.way === "table" ? open : []}
      answers={({ key, options }) => view?.choices?.[key] ?? options.filter(([value]) => value)}
      onAnswer={({ key }, value) => store.choose({ [key]: value })}
    />
  );
}

/** The grid, which draws itself: it is told what to show whenever there is an answer. */
function MonthGrid({ store }: { store: Store }) {
  const place = useRef<HTMLDivElement>(null);
  const grid = useMemo(
    () => new Grid({ act: (op) => editTable(store, op), say: (text) => store.say(text) }),
    [language.value], // its own texts are of the language it was made in
  );
  const { form, view, rows } = store.shown.value;
  useLayoutEffect(() => {
    place.current?.replaceChildren(grid.node);
  }, [grid]);
  useLayoutEffect(() => {
    if (!view?.grid || !form) return;
    const { columns, marks, aside } = view.grid;
    const known = new Map(form.columns.map((column) => [column.key, column]));
    const shown = columns.map((key) => known.get(key)).filter((column): column is ColumnPane => !!column);
    grid.show({ columns: shown, rows, marks, aside });
    if (view.pasted) grid.pasted(view.pasted);
  }, [view, grid]);
  return <div ref={place} />;
}

// What stands on paper in place of the form and the table that is typed into: the numbers, each with its name, and every
// month. It is drawn only while the page is printed.

import { useLayoutEffect, useState } from "preact/hooks";
import { Table } from "../components/Table";
import type { FieldPane } from "../messages/messages";
import { t } from "../words";
import { useStore } from "./context";

/** Whether the page is being printed. Its listeners are done before the paper is laid out. */
function usePrinting(): boolean {
  const [printing, set] = useState(false);
  useLayoutEffect(() => {
    const [begin, end] = [() => set(true), () => set(false)];
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}

export function Paper() {
  const printing = usePrinting();
  const store = useStore();
  const { form, view, rows } = store.shown.value;
  if (!printing || !form || !view) return null;
  const { grid } = view;
  const typed = (form.fields[view.way] ?? []).flatMap((field) => {
    const text = store.talk.typed(field.key) ?? view.texts[field.key] ?? "";
    return text ? [[field.label, withUnit(field, text)]] : [];
  });
  const named = (key: string) => form.columns.find((column) => column.key === key)?.label ?? key;
  const title = view.title || view.example?.name;
  return (
    <>
      <p class="wl-paper-title">
        {title && view.date ? t("{title}, {date}", { title, date: view.date }) : title || view.date}
      </p>
      <section class="wl-paper wl-card">
        <h2 class="wl-h">{t("Your numbers")}</h2>
        <Table columns={[t("What"), t("How much")]} rows={typed} />
        {grid && view.way === "table" ? (
          <Table columns={grid.columns.map(named)} rows={rows.filter((row) => row.some(Boolean))} />
        ) : null}
      </section>
    </>
  );
}

function withUnit({ key, kind, options, unit }: FieldPane, text: string): string {
  if (key === "months") return text; // its name asks how many months
  if (kind === "choice") return options.find(([value]) => value === text)?.[1] ?? text;
  if (unit === "%") return t("{number}%", { number: text });
  return unit ? t("{number} {unit}", { number: text, unit }) : text;
}

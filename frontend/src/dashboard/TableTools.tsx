// Above the table: open a file, paste cells, add or remove a column.

import { useRef } from "preact/hooks";
import { t } from "../words";
import { useStore } from "./context";
import { Chooser } from "./Tools";
import { openTable, pasteTable } from "./tables";

export function TableTools() {
  const store = useStore();
  const chooser = useRef<HTMLInputElement>(null);
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    pasteTable(store, event.clipboardData?.getData("text/plain") ?? "");
  };
  return (
    <div class="wl-sheet-tools">
      <button
        type="button"
        class="wl-button"
        title={t("Or drop a file here")}
        onClick={() => chooser.current?.click()}
      >
        {t("Open CSV or XLSX")}
      </button>
      <Chooser
        chooser={chooser}
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv"
        onFiles={(files) => void openTable(store, files)}
      />
      <textarea
        class="wl-input wl-paste"
        rows={2}
        aria-label={t("Paste cells here, with their headings")}
        placeholder={t("Paste cells here, with their headings")}
        onPaste={paste}
        onKeyDown={(event) => event.stopPropagation()}
      />
      <Columns />
    </div>
  );
}

function Columns() {
  const store = useStore();
  const { form, view } = store.shown.value;
  const shown = view?.grid?.columns ?? [];
  const columns = form?.columns ?? [];
  const absent = columns.filter(({ key }) => !shown.includes(key));
  const removable = columns.filter(({ key, needed }) => shown.includes(key) && !needed && key !== "month");
  const choose = (select: HTMLSelectElement) => {
    const key = select.value;
    select.value = "";
    if (key) store.ask({ do: "column", key: key.replace("-", ""), on: !key.startsWith("-") });
  };
  return (
    <select
      class="wl-input wl-add-column"
      aria-label={t("Add a column")}
      onChange={({ currentTarget }) => choose(currentTarget)}
    >
      <option value="">{t("Columns …")}</option>
      {absent.map(({ key, label }) => (
        <option key={key} value={key}>
          {t("Add {column}", { column: label })}
        </option>
      ))}
      {removable.map(({ key, label }) => (
        <option key={key} value={`-${key}`}>
          {t("Take out {column}", { column: label })}
        </option>
      ))}
    </select>
  );
}

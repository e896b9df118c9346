// Where an export of leads is opened, and which sheet of it is meant.

import { useRef } from "preact/hooks";
import { t } from "../../words";
import { useStore } from "../context";
import { SheetChoice } from "../Questions";
import { Chooser } from "../Tools";

export function Opener() {
  const store = useStore();
  const chooser = useRef<HTMLInputElement>(null);
  const { view } = store.shown.value;
  const here = view?.way === "ledger";
  const leads = here ? view.leads : undefined;
  const file = leads?.again || (view?.example ? t("The example’s leads") : leads?.opened);
  return (
    <>
      <div class="wl-opener" hidden={Boolean(view) && !here}>
        <button type="button" class="wl-button wl-primary" onClick={() => chooser.current?.click()}>
          {t("Open an export")}
        </button>
        <p class="wl-term">
          {t(
            "CSV, XLSX or Parquet; or drop it on this page. Several files with the same headings are one export.",
          )}
        </p>
        <p class={leads?.again ? "wl-file wl-again" : "wl-file"}>{here ? file : ""}</p>
        <Chooser
          chooser={chooser}
          accept=".csv,.tsv,.txt,.xlsx,.xlsm,.parquet,text/csv"
          multiple
          class="wl-leads-file"
          onFiles={(files) => store.exports.open(files)}
        />
      </div>
      <SheetChoice
        class="wl-leads-choice"
        here={here}
        title={leads?.sheets}
        onChoose={(name) => store.ask({ do: "leads_sheet", name })}
      />
    </>
  );
}

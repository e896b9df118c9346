// What is wrong with the export, the most serious first, each with a few rows where that is asked for.

import { Fold } from "../../components/Fold";
import { Scroll, Table } from "../../components/Table";
import type { FaultPane } from "../../messages/messages";
import { t } from "../../words";
import { useStore } from "../context";

const FAULTS = 3; // seen without asking

export function Faults() {
  const { view, study } = useStore().shown.value;
  const { title, line, faults = [] } = study?.faults ?? {};
  const blocking = faults.filter(({ blocks }) => blocks).length;
  const items = faults.map((fault) => <FaultItem key={fault.key} fault={fault} />);
  const more = items.splice(Math.max(FAULTS, blocking));
  return (
    <section class="wl-card wl-leads wl-faults" hidden={view?.way !== "ledger" || !study}>
      <h3 class="wl-h">{title}</h3>
      <p class="wl-faults-line">{line}</p>
      <div class="wl-faults-list" key={study}>
        {items}
        {more.length ? (
          <Fold class="wl-words wl-more-faults" title={t("{count} more", { count: more.length })}>
            <div class="wl-faults-list">{more}</div>
          </Fold>
        ) : null}
      </div>
    </section>
  );
}

function FaultItem({ fault }: { fault: FaultPane }) {
  return (
    <article class={fault.blocks ? "wl-fault wl-blocks" : "wl-fault"}>
      <p class="wl-strong">{fault.what}</p>
      {fault.blocks ? <p class="wl-prevents">{fault.blocks}</p> : null}
      <p class="wl-effect">{[fault.effect, fault.needs].filter(Boolean).join(" ")}</p>
      {fault.rows ? <Rows fault={fault.key} what={fault.what} /> : null}
    </article>
  );
}

function Rows({ fault, what }: { fault: string; what: string }) {
  const store = useStore();
  const rows = store.shown.value.faultRows[fault];
  return (
    <Fold title={t("Show rows")} onOpen={() => rows || store.ask({ do: "rows", key: fault })}>
      <Scroll label={t("Rows: {fault}", { fault: what })} data-fault={fault}>
        {rows?.cells.length ? <Table columns={rows.columns} rows={rows.cells} /> : null}
        {rows && !rows.cells.length ? <p class="wl-caption">{t("No single row shows it.")}</p> : null}
      </Scroll>
    </Fold>
  );
}

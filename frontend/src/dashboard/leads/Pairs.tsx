// Which rep wins leads of which channel, and whether a quick first contact goes with winning.

import { useMemo } from "preact/hooks";
import { Scroll, Table } from "../../components/Table";
import type { PairPane, PairsPane } from "../../messages/messages";
import { t } from "../../words";
import { useStore } from "../context";

export function Pairs() {
  const { view, study } = useStore().shown.value;
  const pairs = study?.people.grid;
  const speed = study?.speed;
  const table = useMemo(() => pairs && <PairsTable pairs={pairs} />, [pairs]);
  return (
    <div class="wl-leads wl-leads-side" hidden={view?.way !== "ledger" || (!pairs && !speed)}>
      <section class="wl-card wl-pairs" hidden={!pairs}>
        <h3 class="wl-h">{pairs?.title}</h3>
        <Scroll label={t("Reps by channels")}>{table}</Scroll>
        <p class="wl-caption">{pairs?.caption}</p>
      </section>
      <section class="wl-card wl-speed" hidden={!speed}>
        <h3 class="wl-h">{speed?.title}</h3>
        <Scroll label={t("Time to the first contact")}>
          {speed ? <Table columns={speed.columns} rows={speed.rows} numbersFrom={1} /> : null}
        </Scroll>
        <p class="wl-caption">{speed?.caption}</p>
      </section>
    </div>
  );
}

function PairsTable({ pairs }: { pairs: PairsPane }) {
  return (
    <table class="wl-pairs-table">
      <thead>
        <tr>
          <td />
          {pairs.columns.map((text) => (
            <th key={text} scope="col">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pairs.rows.map(({ name, cells }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((pair, at) => (
              <PairCell key={at} pair={pair} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PairCell({ pair: { rate, leads, level, thin, won } }: { pair: PairPane }) {
  return (
    <td
      class={thin ? "wl-pair wl-thin" : `wl-pair wl-shade-${level}`}
      title={won ? t("{won} of {leads} leads", { won, leads }) : undefined}
    >
      <span class="wl-pair-rate">{rate}</span>
      {leads ? <span class="wl-pair-leads">{leads}</span> : null}
    </td>
  );
}

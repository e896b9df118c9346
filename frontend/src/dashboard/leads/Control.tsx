// Channels and reps against the limits of chance: as a chart and as a table.

import { useMemo } from "preact/hooks";
import { Chart } from "../../components/Chart";
import { Fold } from "../../components/Fold";
import { Scroll, Table } from "../../components/Table";
import { t } from "../../words";
import { useStore } from "../context";

export function Control() {
  const { shown, charts } = useStore();
  const { view, study } = shown.value;
  const control = study?.people.control;
  const tables = useMemo(() => {
    const { columns = [], groups = [] } = control?.table ?? {};
    return groups.map(({ name, rows }) => (
      <Table key={name} columns={[name, ...columns.slice(1)]} rows={rows} numbersFrom={1} />
    ));
  }, [control]);
  return (
    <section class="wl-card wl-leads wl-control" hidden={view?.way !== "ledger" || !control}>
      <h3 class="wl-h">{control?.title}</h3>
      <Chart
        figure={view?.way === "ledger" ? control?.figure : null}
        upright={control?.upright}
        label={control?.text}
        revision={view?.revision}
        height={charts.narrow.value ? control?.height_upright : control?.height}
      />
      <p class="wl-caption">{control?.caption}</p>
      <Fold title={t("As a table")}>
        <Scroll label={t("Channels and reps, as a table")}>{tables}</Scroll>
      </Fold>
    </section>
  );
}

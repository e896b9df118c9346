// The months as a chart. Dragging across it chooses a period.

import { ChartCard } from "./ChartCard";
import { useStore } from "./context";
import { LeftOutMonths } from "./LeftOutMonths";
import { brush } from "./periods";

export function TimelineCard() {
  const store = useStore();
  const { view, panes } = store.shown.value;
  return (
    <ChartCard
      name="timeline"
      hidden={!panes}
      pane={panes?.timeline}
      caption={[panes?.timeline.caption, panes?.bounds].filter(Boolean).join(" ")}
      revision={view?.revision}
      shaded
      onBrush={(range) => brush(store, range)}
    >
      <LeftOutMonths months={(view?.way === "ledger" && panes?.set_aside) || []} />
    </ChartCard>
  );
}

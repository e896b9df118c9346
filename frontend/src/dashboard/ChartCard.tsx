// A chart with its title, a caption, and its description in words.

import type { ComponentChildren } from "preact";
import { Chart } from "../components/Chart";
import { Fold } from "../components/Fold";
import type { ChartPane } from "../messages/messages";
import { t } from "../words";

export interface ChartCardProps {
  /** What the card is called in the style sheet. */
  name: string;
  pane: ChartPane | null | undefined;
  caption?: string | undefined;
  revision?: number | undefined;
  hidden?: boolean;
  shaded?: boolean;
  onBrush?: (range: [number, number]) => void;
  children?: ComponentChildren;
}

export function ChartCard({ name, pane, caption, hidden = false, children, ...chart }: ChartCardProps) {
  return (
    <section class={`wl-card wl-${name}`} hidden={hidden}>
      <h3 class="wl-h">{pane?.title}</h3>
      <Chart figure={pane?.figure} upright={pane?.upright} label={pane?.text} {...chart} />
      <p class="wl-caption">{caption ?? pane?.caption}</p>
      <Fold title={t("Describe this chart")}>
        <p>{pane?.text}</p>
      </Fold>
      {children}
    </section>
  );
}

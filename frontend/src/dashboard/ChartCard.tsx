// A chart with its title, a caption, and its description in words.

import type { ComponentChildren } from "preact";
import { Chart } from "../components/Chart";
import { Fold } from "../components/Fold";
import type { ChartPane } from "../messages/messages";
import { t } from "../words";
import { useStore } from "./context";

export interface ChartCardProps {
  /** What the card is called in the style sheet. */
  name: string;
  pane: ChartPane | null | undefined;
  caption?: string | undefined;
  revision?: number | undefined;
  hidden?: boolean;
  shaded?: boolean;
  /** Its description tells a verdict, so it is not told of a draft. */
  concluding?: boolean;
  onBrush?: (range: [number, number]) => void;
  children?: ComponentChildren;
}

export function ChartCard({ name, pane, caption, hidden = false, ...more }: ChartCardProps) {
  const { children, concluding = false, ...chart } = more;
  const { draft } = useStore().life.value;
  const text = concluding && draft ? t("The description follows when you stop typing.") : pane?.text;
  return (
    <section class={`wl-card wl-${name}`} hidden={hidden}>
      <h3 class="wl-h">{pane?.title}</h3>
      <Chart
        figure={pane?.figure}
        upright={pane?.upright}
        label={concluding && draft ? pane?.title : text}
        {...chart}
      />
      <p class="wl-caption">{caption ?? pane?.caption}</p>
      <Fold title={t("Describe this chart")}>
        <p>{text}</p>
      </Fold>
      {children}
    </section>
  );
}

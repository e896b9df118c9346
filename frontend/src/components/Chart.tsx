// A chart: a place with a name, drawn by plotly.js once that is loaded, and drawn again only where what it shows has changed.

import { useContext, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Spec } from "../messages/messages";
import { type Charts, ChartsContext } from "./charts";
import { darkened } from "./palette";
import type { Drawn } from "./plotly";
import { crowded } from "./ticks";

export interface ChartProps {
  /** What to draw; nothing is drawn, and what was drawn stays, where it is absent. */
  figure: Spec | null | undefined;
  /** The figure for a narrow screen, where it differs; for names that have no room next to each other too. */
  upright?: Spec | undefined;
  /** The chart in words. */
  label?: string | undefined;
  /** The number of the answer that it shows; it is noted on the place when the chart is drawn. */
  revision?: number | undefined;
  /** Pixels; as the style sheet says where absent. */
  height?: number | undefined;
  /** Told of the range of the horizontal axis that was dragged across. */
  onBrush?: ((range: [number, number]) => void) | undefined;
  /** Only its shading changes often: then the shapes are moved and the chart is not drawn again. */
  shaded?: boolean;
  charts?: Charts;
}

/** What was drawn last. */
interface Drawing {
  figure: Spec;
  data: string;
  shapes: number;
  turned: boolean;
  printed: number;
}

export function Chart({ figure, upright, label, revision, height, onBrush, shaded, ...given }: ChartProps) {
  const context = useContext(ChartsContext);
  const charts = given.charts ?? context;
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawing | null>(null);
  const now = useRef({ revision, onBrush, figure }); // of the last rendering, for what happens later
  now.current = { revision, onBrush, figure };
  const [full, fill] = useState(false); // names have no room next to each other
  const plotly = charts?.plotly.value;
  const held = charts?.held.value;
  const printed = charts?.printed.value ?? 0;
  const dark = charts?.dark.value;
  const light = ((charts?.narrow.value || full) && upright) || figure;
  const wanted = useMemo(() => (light && dark ? darkened(light) : light), [light, dark]);
  const measure = () => {
    const filled = crowdedIn(place.current, now.current.figure);
    fill(filled);
    return filled;
  };
  useLayoutEffect(() => (place.current ? charts?.add(place.current, measure) : undefined), [charts]);
  useLayoutEffect(() => {
    const node = place.current as Drawn | null;
    if (!plotly || held || !wanted || !node) return;
    if (measure() !== full) return; // it is rendered anew
    if (figure) charts?.note(node, { figure, upright });
    const last = drawn.current?.printed === printed ? drawn.current : null;
    if (last?.figure === wanted) {
      node.dataset.revision = String(revision);
      return;
    }
    const data = shaded ? JSON.stringify(wanted.data) : "";
    const shapes = shapesOf(wanted).length;
    const turned = light !== figure;
    const moved = shaded && last?.data === data && last.shapes === shapes && last.turned === turned;
    drawn.current = { figure: wanted, data, shapes, turned, printed };
    const drawing = moved
      ? plotly.relayout(node, shading(node, wanted))
      : plotly.react(node, wanted.data, charts.laidOut(node, wanted), { displayModeBar: false });
    drawing.then(() => {
      if (drawn.current?.figure !== wanted) return;
      charts?.fit(node);
      node.dataset.revision = String(now.current.revision);
      if (now.current.onBrush && !node.dataset.brush) listen(node, now);
    });
  }, [charts, plotly, held, wanted, revision, printed, full]);
  const style = height === undefined ? undefined : { height: `${height}px` };
  return <div ref={place} class="wl-chart" role="img" aria-label={label} style={style} />;
}

function crowdedIn(node: HTMLElement | null, figure: Spec | null | undefined): boolean {
  return Boolean(node && figure && crowded(figure, node.clientWidth));
}

function listen(node: Drawn, now: { current: Pick<ChartProps, "onBrush"> }): void {
  node.dataset.brush = "yes";
  node.on("plotly_selected", (event) => {
    if (event?.range) now.current.onBrush?.(event.range.x);
  });
}

interface Shape {
  x0: unknown;
  x1: unknown;
}

function shapesOf({ layout }: Spec): Shape[] {
  return (layout.shapes as Shape[] | undefined) ?? [];
}

// Changes named one by one: plotly then moves the shapes and does not draw the chart again.
function shading(node: Drawn, figure: Spec): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  const selections = (node.layout.selections as unknown[] | undefined) ?? [];
  for (const at of selections.keys()) changes[`selections[${at}]`] = null;
  for (const [at, { x0, x1 }] of shapesOf(figure).entries()) {
    changes[`shapes[${at}].x0`] = x0;
    changes[`shapes[${at}].x1`] = x1;
  }
  const notes = (figure.layout.annotations as { x: unknown }[] | undefined) ?? [];
  for (const [at, { x }] of notes.entries()) changes[`annotations[${at}].x`] = x;
  return changes;
}

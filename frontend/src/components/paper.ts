// A chart on paper: drawn anew for the width that its place has there, in light colours, and scaled by the style sheet to
// the sheet of paper, of which nothing is known here.

import type { Spec } from "../messages/messages";
import type { Drawn, Plotly } from "./plotly";
import { fitting } from "./ticks";

const WIDE_PX = 700; // about A4 between its margins
const NARROW_PX = 460; // the upright figure is meant for less

/** The two figures of a chart, both for a light ground. */
export interface Figures {
  figure: Spec;
  upright?: Spec | undefined;
}

/** Draw a chart for paper; `afterPaper` undoes what plotly does not. */
export function onPaper(plotly: Plotly, node: Drawn, { figure, upright }: Figures): void {
  const given = getComputedStyle(node);
  const width = Number(given.getPropertyValue("--paper-width")) || WIDE_PX;
  const height = Number(given.getPropertyValue("--paper-height")) || node.clientHeight;
  const { data, layout } = (width < NARROW_PX && upright) || figure;
  const xaxis = { ...(layout.xaxis as object), ...fitting({ data, layout }, width) };
  void plotly.react(
    node,
    data,
    { ...layout, xaxis, width, height, autosize: false },
    { displayModeBar: false },
  );
  node.style.setProperty("--paper", `${width} / ${height}`);
  for (const svg of drawings(node)) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
}

/** Make a chart's place fit for the screen again; it is to be drawn anew. */
export function afterPaper(node: HTMLElement): void {
  node.style.removeProperty("--paper");
  for (const svg of drawings(node)) svg.removeAttribute("viewBox");
}

function drawings(node: HTMLElement): NodeListOf<SVGElement> {
  return node.querySelectorAll<SVGElement>(".main-svg");
}

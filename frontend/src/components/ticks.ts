// The labels of an axis that has one for each month: as many of them as there is room for, the last one always.

import type { Spec } from "../messages/messages";

const LETTER_PX = 7.2;
const BOLD_PX = 7.8;
const APART_PX = 6;

export interface Ticks {
  tickvals: number[];
  ticktext: string[];
}

interface Layout {
  xaxis?: Partial<Ticks> & { tickmode?: string; range?: [number, number] };
  margin?: { l?: number; r?: number };
}

/** The labels of the horizontal axis that fit side by side; null where the axis chooses its own. */
export function fitting(figure: Spec, width: number): Ticks | null {
  const { xaxis, margin } = figure.layout as Layout;
  const { tickmode, tickvals = [], ticktext = [], range } = xaxis ?? {};
  if (tickmode !== "array" || !tickvals.length || !width) return null;
  if (ticktext.some((text) => text.includes("<b>"))) return null; // names of bars, of which none may be missing
  const label = longest(ticktext) * LETTER_PX + APART_PX;
  const room = width - (margin?.l ?? 0) - (margin?.r ?? 0);
  const every = Math.max(1, Math.ceil((label * tickvals.length) / room));
  const each = range ? room / (range[1] - range[0]) : 0;
  const within = (at: number) => !range || ((tickvals[at] ?? 0) - range[0]) * each >= label / 2; // not over the other axis
  const kept = (_: unknown, at: number) => (tickvals.length - 1 - at) % every === 0 && within(at);
  return { tickvals: tickvals.filter(kept), ticktext: ticktext.filter(kept) };
}

/** Whether the bold names below bars, none of which may be missing, would run into each other. */
export function crowded(figure: Spec, width: number): boolean {
  const { xaxis, margin } = figure.layout as Layout;
  const { tickvals = [], ticktext = [] } = xaxis ?? {};
  if (!width || !ticktext.some((text) => text.includes("<b>"))) return false;
  const room = width - (margin?.l ?? 0) - (margin?.r ?? 0);
  return (longest(ticktext) * BOLD_PX + APART_PX) * tickvals.length > room;
}

/** The letters of the longest line among labels. */
function longest(labels: string[]): number {
  const lines = labels.flatMap((text) => text.split("<br>").map((line) => line.replace(/<[^>]*>/g, "")));
  return Math.max(...lines.map(({ length }) => length));
}

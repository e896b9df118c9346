// The labels of an axis that has one for each month: as many of them as there is room for, the last one always.

import type { Spec } from "../messages/messages";

const LETTER_PX = 7.2;
const BOLD_PX = 8.2;
const APART_PX = 6;

export interface Ticks {
  tickvals: number[];
  ticktext: string[];
}

interface Layout {
  xaxis?: Partial<Ticks> & { tickmode?: string; range?: [number, number] };
  margin?: { l?: number; r?: number };
}

/** Names of bars, of which none may be missing: plain where they would touch in bold. */
function names(texts: string[], room: number): string[] {
  const bold = texts.map((text) => text.match(/<b>(.*?)<\/b>/)?.[1]?.length ?? 0);
  const touch = Math.max(...bold) * BOLD_PX > room / texts.length;
  return touch ? texts.map((text) => text.replace(/<\/?b>/g, "")) : texts;
}

/** The labels of the horizontal axis that fit side by side; null where the axis chooses its own. */
export function fitting(figure: Spec, width: number): Ticks | null {
  const { xaxis, margin } = figure.layout as Layout;
  const { tickmode, tickvals = [], ticktext = [], range } = xaxis ?? {};
  if (tickmode !== "array" || !tickvals.length || !width) return null;
  const room = width - (margin?.l ?? 0) - (margin?.r ?? 0);
  if (ticktext.some((text) => text.includes("<b>"))) return { tickvals, ticktext: names(ticktext, room) };
  const lines = ticktext.flatMap((text) => text.split("<br>").map((line) => line.replace(/<[^>]*>/g, "")));
  const longest = Math.max(...lines.map(({ length }) => length));
  const label = longest * LETTER_PX + APART_PX;
  const every = Math.max(1, Math.ceil((label * tickvals.length) / room));
  const each = range ? room / (range[1] - range[0]) : 0;
  const within = (at: number) => !range || ((tickvals[at] ?? 0) - range[0]) * each >= label / 2; // not over the other axis
  const kept = (_: unknown, at: number) => (tickvals.length - 1 - at) % every === 0 && within(at);
  return { tickvals: tickvals.filter(kept), ticktext: ticktext.filter(kept) };
}

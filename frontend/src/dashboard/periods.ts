// The two periods that are compared: chosen by their months, or by dragging across the timeline.

import type { Store } from "./store/store";
import type { Period } from "./store/types";

/** Choose the first and the last month of a period. */
export function choosePeriod(store: Store, name: Period, from: string, to: string): void {
  store.choose({ [`${name}_from`]: from, [`${name}_to`]: to });
}

/** Choose the months of the marked period by their places on the chart. */
export function brush(store: Store, range: [number, number]): void {
  const months = store.shown.peek().panes?.months;
  if (!months) return;
  const [from = "", to = ""] = range.map((x) => monthAt(months, x));
  choosePeriod(store, store.dragging.peek(), from, to);
}

function monthAt(months: string[][], x: number): string {
  return months[Math.max(0, Math.min(months.length - 1, Math.round(x)))]?.[0] ?? "";
}

// Page Down, Page Up and the arrows to the sides go from step to step, as a clicker for slides sends them.

import type { Session } from "./session";

const STEPS: Readonly<Record<string, 1 | -1>> = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };

/** Where these keys belong to what has the focus. */
const OWN = [
  "input:not([type=range], [type=radio], [type=checkbox])",
  "textarea, select, [contenteditable]",
  ".js-plotly-plot, [role=grid], [type=range], [type=radio]",
].join(", ");

export function stepKey(session: Session, root: HTMLElement, event: KeyboardEvent): void {
  if (!session.open.value || !root.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = STEPS[event.key];
  if (!by || (event.target instanceof Element && event.target.closest(OWN))) return;
  event.preventDefault();
  session.go(by);
}

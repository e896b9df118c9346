// Page Down, Page Up and the arrows to the sides go from step to step, as a clicker for slides sends them. In a field that
// is typed into, they are the field's. Undo and Redo are in undo.ts.

import type { Session } from "./session";

const STEPS: Readonly<Record<string, 1 | -1>> = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
const TYPED = "input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable]";
/** Where arrows and pages mean something of their own. */
const MOVED = ".js-plotly-plot, [role=grid], [type=range], [type=radio]";

export function sessionKey(session: Session, root: HTMLElement, event: KeyboardEvent): void {
  if (!session.open.value || !root.offsetParent || event.defaultPrevented) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPED)) return;
  const by = STEPS[event.key];
  if (!by || target?.closest(MOVED)) return;
  event.preventDefault();
  session.go(by);
}

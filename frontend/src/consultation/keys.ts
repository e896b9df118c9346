// Page Down, Page Up and the arrows to the sides go from step to step, as a clicker for slides sends them; Ctrl+Z and
// Ctrl+Y undo and redo. In a field that is typed into, keys are the field's.

import type { Session } from "./session";

const STEPS: Readonly<Record<string, 1 | -1>> = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
const TYPED = "input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable]";
/** Where arrows and pages mean something of their own. */
const MOVED = ".js-plotly-plot, [role=grid], [type=range], [type=radio]";

export function sessionKey(session: Session, root: HTMLElement, event: KeyboardEvent): void {
  if (!session.open.value || !root.offsetParent || event.defaultPrevented || event.altKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPED)) return;
  if (event.ctrlKey || event.metaKey) {
    const again = { z: event.shiftKey, y: true }[event.key.toLowerCase()];
    if (again === undefined) return;
    event.preventDefault();
    session.ask({ do: again ? "redo" : "undo" });
    return;
  }
  const by = STEPS[event.key];
  if (!by || target?.closest(MOVED)) return;
  event.preventDefault();
  session.go(by);
}

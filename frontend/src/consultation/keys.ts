// Page Down, Page Up and the arrows to the sides go from step to step, as a clicker for slides sends them. In a field that
// is typed into, they are the field's. Undo and Redo are in undo.ts.

import { published as isPublished } from "./browser";
import type { Session } from "./session";
import { toggleFullScreen } from "./wall";

/** D: desk or wall. F: the whole screen. B: blank, as a clicker sends it. P: the pointer. */
const LETTERS: Readonly<Record<string, (session: Session) => void>> = {
  d: ({ windows }) => windows.toggle(),
  f: toggleFullScreen,
  b: ({ windows }) => windows.toggleBlank(),
  p: ({ windows }) => windows.togglePointer(),
};

const STEPS: Readonly<Record<string, 1 | -1>> = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };
const TYPED = "input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable]";
/** Where arrows and pages mean something of their own. */
const MOVED = ".js-plotly-plot, [role=grid], [type=range], [type=radio]";

export function sessionKey(session: Session, root: HTMLElement, event: KeyboardEvent): void {
  if (!root.offsetParent || event.defaultPrevented) return;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPED)) return;
  const act = LETTERS[event.key.toLowerCase()];
  if (act && (isPublished() || root.contains(document.activeElement))) {
    event.preventDefault();
    act(session);
    return;
  }
  const by = STEPS[event.key];
  if (!by || !session.open.value || target?.closest(MOVED)) return;
  event.preventDefault();
  session.go(by);
}

// Where elements are made anew under somebody's hands, the focus goes to the new one of the same name, the caret where it stood.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Keep the focus inside of a box across changes of `version`, on the element with the same attribute. */
export function useFocusKept(
  box: RefObject<HTMLElement | null>,
  version: unknown,
  attribute: "name" | "data-key",
): void {
  const drawn = useRef(version);
  const held = useRef<{ name: string; caret: [number | null, number | null] | null } | null>(null);
  if (drawn.current !== version) {
    const active = document.activeElement;
    const name = active && box.current?.contains(active) ? active.getAttribute(attribute) : null;
    const text = active instanceof HTMLInputElement && active.type === "text" ? active : null;
    held.current = name ? { name, caret: text && [text.selectionStart, text.selectionEnd] } : null;
    drawn.current = version;
  }
  useLayoutEffect(() => {
    const kept = held.current;
    held.current = null;
    if (!kept || box.current?.contains(document.activeElement)) return;
    const again = box.current?.querySelector<HTMLElement>(`[${attribute}="${CSS.escape(kept.name)}"]`);
    again?.focus({ preventScroll: true });
    if (kept.caret && again instanceof HTMLInputElement) again.setSelectionRange(...kept.caret);
  }, [version]);
}

// A text that was of more lines keeps its room, so that what is below it does not jump to and fro with every answer.

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** An element that never gets lower while its width stays the same. */
export function useRoom<Node extends HTMLElement>(): RefObject<Node | null> {
  const node = useRef<Node>(null);
  const room = useRef({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const box = node.current;
    if (!box) return;
    const { width, height } = box.getBoundingClientRect();
    const { current: before } = room;
    if (!width || (width === before.width && height <= before.height)) return;
    if (width !== before.width) box.style.minHeight = "";
    room.current = { width, height: box.getBoundingClientRect().height };
    box.style.minHeight = `${room.current.height}px`;
  });
  return node;
}

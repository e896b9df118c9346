// A file may be dropped: on the whole page where leads come in, on the table's card where months do.

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { Store } from "./store/store";

/** Open an export that is dropped anywhere on the page, while leads are the way in. */
export function useDropping(root: RefObject<HTMLElement | null>, store: Store): void {
  useLayoutEffect(() => {
    const node = root.current;
    if (!node) return;
    const here = () => store.shown.peek().view?.way === "ledger";
    const over = (event: DragEvent) => {
      if (!here()) return;
      event.preventDefault();
      store.dropping.value = true;
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && node.contains(relatedTarget))) store.dropping.value = false;
    };
    const drop = (event: DragEvent) => {
      store.dropping.value = false;
      if (!here()) return;
      event.preventDefault();
      store.exports.open([...(event.dataTransfer?.files ?? [])]);
    };
    node.addEventListener("dragover", over);
    node.addEventListener("dragleave", leave);
    node.addEventListener("drop", drop);
    return () => {
      node.removeEventListener("dragover", over);
      node.removeEventListener("dragleave", leave);
      node.removeEventListener("drop", drop);
    };
  }, [store]);
}

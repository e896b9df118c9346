// Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z on the page; a consultation around it listens by itself.

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { listenForUndo } from "../undo";
import type { Store } from "./store/store";

export function useUndoKeys(root: RefObject<HTMLElement | null>, store: Store, here: boolean): void {
  useLayoutEffect(() => {
    // A notebook has other cells, each with an Undo of its own.
    const place = store.published ? document : root.current;
    if (!place || !here) return;
    return listenForUndo(place, (what) => {
      const { view } = store.shown.peek();
      if (what === "undo" ? view?.can_undo : view?.can_redo) store.ask({ do: what });
    });
  }, [store, here]);
}

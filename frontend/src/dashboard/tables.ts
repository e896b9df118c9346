// Ways in which a table of months comes in: a file that is chosen or dropped, cells that are pasted.

import type { Cells } from "../messages/messages";
import { t } from "../words";
import type { Store } from "./store/store";

const LARGEST_PASTE = 2_000_000; // characters
const LARGEST_TABLE = 5_000_000; // bytes of a spreadsheet; a larger message would end the connection without an error

/** Open the first of some files as a table of months. */
export async function openTable(store: Store, [file]: File[]): Promise<void> {
  if (!file) return;
  if (file.size > LARGEST_TABLE) {
    store.say(
      t(
        "{name} is too large: a table of months has a few hundred rows. Save the sheet with the table alone.",
        {
          name: file.name,
        },
      ),
      true,
    );
    return;
  }
  store.ask({ do: "upload", name: file.name }, [await file.arrayBuffer()]);
}

/** What a card does with a file that is dragged over it and dropped. */
export function tableDrop(store: Store, over: (is: boolean) => void) {
  return {
    onDragOver(event: DragEvent) {
      event.preventDefault();
      over(true);
    },
    onDragLeave() {
      over(false);
    },
    onDrop(event: DragEvent) {
      event.preventDefault();
      over(false);
      void openTable(store, [...(event.dataTransfer?.files ?? [])]);
    },
  };
}

/** Change cells of the table. */
export function editTable(store: Store, op: Cells["op"]): void {
  if (op.op !== "paste" || !tooMuch(store, op.text)) store.ask({ do: "cells", op });
}

/** Take cells from a spreadsheet, with their headings, as the table. */
export function pasteTable(store: Store, text: string): void {
  if (!tooMuch(store, text)) store.ask({ do: "paste", text });
}

function tooMuch(store: Store, text: string): boolean {
  const much = text.length > LARGEST_PASTE;
  if (much) store.say(t("That is too much to paste: open the file instead."), true);
  return much;
}

// Shows the page in an element, and takes over what the server has drawn there.

import { type ComponentChild, render } from "preact";
import type { Channel } from "../line/channel";
import { Line } from "../line/line";
import type { Reply } from "../messages/messages";
import { Dashboard } from "./Dashboard";
import { Store } from "./store/store";

export interface MountOptions {
  /** Part of a consultation, which owns the address, the file and what the tab keeps. */
  inside?: boolean;
  /** The answer that came with the document, and is drawn in the element. */
  first?: Reply | null;
}

export interface Mounted {
  /** The page's outermost element. */
  readonly root: HTMLElement;
  readonly store: Store;
  /** Send what is typed and waits. */
  flush(): void;
  /** It was hidden and is seen again: charts that were drawn meanwhile get their size. */
  shownAgain(): void;
  close(): void;
}

/** Show the page over a line, or over a channel of the consultation around it. */
export function mountDashboard(
  channel: Channel,
  el: Element,
  { inside = false, first = null }: MountOptions = {},
): Mounted {
  const line = channel instanceof Line ? channel : null;
  const published = !inside && document.body.dataset.voila === "voila";
  const store = new Store({ model: channel, line, published, first });
  const page = <Dashboard store={store} inside={inside} />;
  if (first) takeOver(page, el, store);
  else {
    el.replaceChildren();
    render(page, el);
  }
  return {
    root: el.firstElementChild as HTMLElement,
    store,
    flush: () => store.flush(),
    shownAgain: () => store.charts.shownAgain(),
    close() {
      store.close();
      render(null, el);
    },
  };
}

/** Render over what the server has drawn: its elements stay, and so does what was typed into them and folded open. */
function takeOver(page: ComponentChild, el: Element, store: Store): void {
  for (const field of el.querySelectorAll<HTMLInputElement | HTMLSelectElement>(":is(input, select)[name]")) {
    if (field.value === givenTo(field)) continue;
    if (field.name === "language") store.ask({ do: "speak", language: field.value });
    else store.type(field.name, field.value);
  }
  for (const text of blanks(el)) text.remove(); // what follows one would be moved, and lose the focus
  const folds = [...el.querySelectorAll<HTMLDetailsElement>("details[open]")];
  render(page, el);
  for (const fold of folds) fold.open = true;
}

/** What the document gave to a field. */
function givenTo(field: HTMLInputElement | HTMLSelectElement): string | undefined {
  if (field instanceof HTMLInputElement) return field.defaultValue;
  const options = [...field.options];
  return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value;
}

function blanks(el: Element): Text[] {
  const texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode()) found.push(texts.currentNode as Text);
  return found.filter(({ data }) => !data.trim());
}

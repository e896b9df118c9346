// The nodes that the grid consists of, before anything is in it.

import { make } from "../dom";
import { t } from "../words";

let made = 0;

/** What each node is, for what fills it and listens to it. */
export interface Parts {
  node: HTMLElement;
  scroll: HTMLElement;
  table: HTMLElement;
  titles: HTMLElement;
  body: HTMLElement;
  more: HTMLElement;
  some: HTMLElement;
  every: HTMLButtonElement;
  note: HTMLElement;
  extent: HTMLElement;
  adder: HTMLButtonElement;
  remover: HTMLButtonElement;
}

export function parts(label: string): Parts {
  made += 1;
  const titles = make("div", { class: "wl-grid-titles", role: "row", "aria-rowindex": 1 });
  const body = make("div", { class: "wl-grid-rows", role: "rowgroup" });
  const table = make(
    "div",
    { class: "wl-grid-table", role: "grid", "aria-label": label, "aria-multiselectable": "true" },
    make("div", { class: "wl-grid-top", role: "rowgroup" }, titles),
    body,
  );
  const scroll = make("div", { class: "wl-grid-scroll", tabindex: -1 }, table);
  const some = make("span");
  const every = make("button", { type: "button", class: "wl-grid-every" });
  const more = make("div", { class: "wl-grid-more" }, some, every);
  more.hidden = true;
  const note = make("p", { class: "wl-grid-note", id: `wl-grid-${made}-note` });
  const extent = make("span", { class: "wl-grid-extent" });
  const adder = make("button", { type: "button", class: "wl-button wl-grid-add" }, t("Add a month"));
  const remover = make("button", { type: "button", class: "wl-button wl-grid-delete" }, t("Delete row"));
  const node = make(
    "div",
    { class: "wl-grid-sheet", "data-lm-suppress-shortcuts": "true" }, // JupyterLab listens before we could stop a key
    make("div", { class: "wl-grid-frame" }, scroll, more),
    note,
    make("div", { class: "wl-grid-foot" }, adder, remover, extent),
  );
  return { node, scroll, table, titles, body, more, some, every, note, extent, adder, remover };
}

export function title({ label, numeric }: { label: string; numeric?: boolean }, index: number): HTMLElement {
  const node = make(
    "div",
    { class: "wl-grid-title", role: "columnheader", "aria-colindex": index + 1 },
    label,
  );
  node.classList.toggle("wl-grid-numeric", Boolean(numeric));
  return node;
}

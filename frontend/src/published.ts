// A page over its line: through a socket where a server publishes the page, else through the widget's kernel.

import { effect } from "@preact/signals";
import { deskOfAddress, isWall } from "./consultation/wall";
import type { Content } from "./line/frames";
import { KernelCarrier, type Model } from "./line/kernel";
import { type Kept, Line, newId } from "./line/line";
import { SocketCarrier } from "./line/socket";
import { offer } from "./theme";
import { type Catalogue, language, setWords, t } from "./words";

const KEPT = "weak-link line"; // where a tab keeps its line while the page is loaded anew
const TOKEN = "weak-link token";

/** What a notebook shows, and a document of a server too. */
export interface Widget {
  render(given: { model: Model | Line; el: Element }): () => void;
}

/** A line over a widget's model; a line is one already. */
export function over(model: Model | Line): Line {
  if (model instanceof Line) return model;
  const id = newId();
  return new Line({ carrier: new KernelCarrier(model, id), id });
}

/** Show the page of a document that a server has sent; nothing happens in any other document. */
export function publish(widget: Widget): void {
  const el = document.getElementById("weak-link");
  if (!el) return;
  const given = ofDocument("weak-link-first") as Catalogue | null;
  if (given) setWords(given); // also where its answer is not what the visitor came for
  const sites = ofDocument("weak-link-site") as Record<string, Site> | null;
  effect(() => sayAround(sites?.[language.value]));
  const token = tokenOf();
  const address = new URL(`${document.body.dataset.base ?? "/"}line`, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const wall = isWall();
  const line = new Line({
    carrier: new SocketCarrier(address.href),
    id: wall ? deskOfAddress(read, store) || newId() : newId(),
    ...(wall ? { view: `wall-${newId().slice(0, 20)}` } : { kept: takeKept() }),
    ...(token !== null && { token }),
  });
  for (const name of ["keydown", "pointerdown", "pointermove"])
    window.addEventListener(name, () => line.touched(), { capture: true, passive: true });
  let left = location.href;
  window.addEventListener("pagehide", () => {
    left = location.href; // a page that is loaded anew comes back here, whatever its address becomes while it is left
  });
  widget.render({ model: line, el });
  offer(document.querySelector(".wl-site"));
  window.addEventListener("pagehide", () => keep(line, left)); // after the page has sent what was typed
  window.addEventListener("pageshow", () => store(KEPT, null));
}

/** The first answer that came with the document; null where the address or the last visit asks for another. */
export function first(): Content | null {
  return location.hash.length <= 1 ? (ofDocument("weak-link-first") as Content | null) : null;
}

/** What a document says around the page. */
interface Site {
  title: string;
  /** What becomes of what is typed; empty where that needs no word. */
  kept: string;
  /** The words of each link. */
  links: string[];
}

/** What the document says around the page, in another language. */
function sayAround(site: Site | undefined): void {
  const foot = document.querySelector(".wl-site");
  if (!site || !foot) return;
  document.title = site.title;
  foot.setAttribute("aria-label", t("About this page"));
  const kept = foot.querySelector("p:not(.wl-site-links)");
  if (kept) kept.textContent = site.kept;
  for (const [at, link] of [...foot.querySelectorAll(".wl-site-links a")].entries())
    link.textContent = site.links[at] ?? "";
}

function ofDocument(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  return text ? JSON.parse(text) : null;
}

// A token comes with the link, behind #, and is then kept by the tab and out of sight.
function tokenOf(): string | null {
  const asked = new URLSearchParams(location.hash.slice(1));
  const token = asked.get("token");
  if (token === null) return read(TOKEN);
  asked.delete("token");
  store(TOKEN, token);
  history.replaceState(null, "", `${location.pathname}${location.search}${asked.size ? `#${asked}` : ""}`);
  return token;
}

// Only for the same address: a link that is followed in this tab opens what it says.
function keep(line: Line, left: string): void {
  const kept = line.kept();
  store(KEPT, kept && JSON.stringify({ ...kept, addresses: [left, location.href] }));
}

function takeKept(): Kept | null {
  const text = read(KEPT);
  store(KEPT, null);
  if (!text) return null;
  try {
    const kept = JSON.parse(text) as Kept & { addresses: string[] };
    return kept.addresses.includes(location.href) ? kept : null;
  } catch {
    return null;
  }
}

function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function store(name: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // a browser that keeps nothing, or has no room
  }
}

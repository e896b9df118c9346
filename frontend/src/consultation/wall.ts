// Two windows of one session: the wall is what the room sees, the desk is the consultant's. One window is either; a key
// changes it. A second window that shows the wall is told nothing private by the other side, see consultation/wall.py.

import { signal } from "@preact/signals";

const DESK = "weak-link desk"; // where a tab keeps that it is the desk
const MARK = "wall"; // the hash of a window that is the wall of another

/** What passes between windows of one browser, and through no server. */
export type Signal = { blank: boolean } | { pointer: Place | null } | { opened: true };

/** A place on a card, so that windows of other sizes can find it. */
export interface Place {
  card: number;
  x: number;
  y: number;
}

/** Whether this window is opened as the wall of another one. */
export function isWall(): boolean {
  return location.hash === `#${MARK}` || location.hash.startsWith(`#${MARK}=`);
}

/** The name of the session in the address of a wall that was just opened; it is then kept by the tab and out of sight. */
export function deskOfAddress(
  read: (name: string) => string | null,
  keep: (name: string, text: string) => void,
): string {
  const [, id] = location.hash.split("=");
  if (!id) return read("weak-link wall") ?? "";
  keep("weak-link wall", decodeURIComponent(id));
  history.replaceState(null, "", `${location.pathname}${location.search}#${MARK}`);
  return decodeURIComponent(id);
}

/** Opens the wall of a session in a window of its own; false where the browser does not let it. */
export function openWall(id: string): boolean {
  return (
    window.open(`${location.pathname}${location.search}#${MARK}=${encodeURIComponent(id)}`, "_blank") !== null
  );
}

/** Which of the two this window is, and what is shown on top of the wall. */
export class Windows {
  readonly desk = signal(!isWall() && kept());
  readonly blank = signal(false);
  readonly pointing = signal(false);
  readonly pointer = signal<Place | null>(null);
  private readonly others: BroadcastChannel | null;

  constructor(
    id: string,
    readonly second = isWall(),
  ) {
    this.others =
      id && typeof BroadcastChannel !== "undefined" ? new BroadcastChannel(`weak-link ${id}`) : null;
    if (this.others) this.others.onmessage = ({ data }: MessageEvent<Signal>) => this.hear(data);
    this.others?.postMessage({ opened: true }); // loaded again, a blank wall stays blank
  }

  toggle(): void {
    if (this.second) return;
    this.desk.value = !this.desk.value;
    try {
      sessionStorage.setItem(DESK, this.desk.value ? "1" : "");
    } catch {
      // a browser that keeps nothing
    }
  }

  /** Black, as a clicker's key asks; again to go on. */
  toggleBlank(): void {
    this.blank.value = !this.blank.value;
    this.others?.postMessage({ blank: this.blank.value });
  }

  togglePointer(): void {
    this.pointing.value = !this.pointing.value;
    if (!this.pointing.value) this.point(null);
  }

  point(place: Place | null): void {
    this.pointer.value = place;
    this.others?.postMessage({ pointer: place });
  }

  close(): void {
    this.others?.close();
  }

  private hear(said: Signal): void {
    if ("opened" in said) {
      if (this.blank.value) this.others?.postMessage({ blank: true });
    } else if ("blank" in said) this.blank.value = said.blank;
    else this.pointer.value = said.pointer;
  }
}

function kept(): boolean {
  try {
    return sessionStorage.getItem(DESK) === "1";
  } catch {
    return false;
  }
}

/** The whole screen, or back. */
export function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen?.().catch(() => undefined);
}

/** Where a mouse stands on the cards of a step. */
export function placeOf(main: Element, { clientX, clientY }: MouseEvent): Place | null {
  for (const [card, box] of boxes(main).entries()) {
    const [x, y] = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) return { card, x, y };
  }
  return null;
}

// Of the cards that are shown: another window may hold more that are not.
function boxes(main: Element): DOMRect[] {
  const all = [...main.querySelectorAll(".wl-card")].map((card) => card.getBoundingClientRect());
  return all.filter(({ width, height }) => width && height);
}

/** Where that place is in this window; null where it shows no such card. */
export function pixelsOf(main: Element, { card, x, y }: Place): { left: number; top: number } | null {
  const box = boxes(main)[card];
  return box ? { left: box.left + x * box.width, top: box.top + y * box.height } : null;
}

// What the consultation asks of the browser: the day, the address, a file to save.

import { make } from "../dom";
import type { Download } from "../messages/messages";

/** The day on this computer, for the case file; the other side has no clock. */
export function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((n) => String(n).padStart(2, "0"))
    .join("-");
}

/** Whether a server publishes this page; otherwise it is in a notebook. */
export function published(): boolean {
  return document.body.dataset["voila"] === "voila";
}

/** The case in the address of a published page. */
export function fileOfAddress(): string | null {
  return published() ? new URLSearchParams(location.hash.slice(1)).get("case") : null;
}

/** Keeps the case in the address of a published page. */
export function address(file: string): void {
  if (!published()) return;
  history.replaceState(
    null,
    "",
    file ? `#case=${encodeURIComponent(file)}` : location.pathname + location.search,
  );
}

/** Offers a file for download. */
export function offer({ name, type }: Download, bytes: Uint8Array): void {
  const href = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

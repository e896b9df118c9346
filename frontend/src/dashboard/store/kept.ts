// A table that is too long for the address is kept by the tab, and found there after a reload.

const KEPT = "weak-link table";

export function keptTable(): string | null {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null; // a browser that keeps nothing, as for a page in a frame of another site
  }
}

/** Keep a table, or forget the one that is kept where `text` is empty; null leaves it as it is. */
export function keepTable(text: string | null): void {
  try {
    if (text) sessionStorage.setItem(KEPT, text);
    else if (text === "") sessionStorage.removeItem(KEPT);
  } catch {
    // no room in this browser: the table is then on the page and in saved files, and lost with a reload
  }
}

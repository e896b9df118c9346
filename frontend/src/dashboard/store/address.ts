// The address of a published page: what was answered last, and what is typed since, so that a reload or a link loses nothing.

const ADDRESS_MS = 250; // browsers refuse an address that changes too often

/** The address after `#` of a form as it was answered, with what was typed since. */
export function withTyped(
  query: string,
  typed: ReadonlyMap<string, string>,
  filled: Iterable<[key: string, text: string]>,
): string {
  const texts = new URLSearchParams(query);
  if (texts.has("example")) {
    texts.delete("example"); // it is an example no longer
    for (const [key, text] of filled) if (text) texts.set(key, text);
  }
  texts.delete("said"); // it was said of other numbers
  for (const [key, text] of typed) {
    if (text) texts.set(key, text);
    else texts.delete(key);
  }
  return `${texts}`;
}

export class Address {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: (() => void) | null = null;

  /** What is behind `#` now. */
  get query(): string {
    return location.hash.slice(1);
  }

  /** Write the form that was answered, a moment later; only the latest is written. */
  answered(query: string): void {
    this.later(() => this.write(query));
  }

  /** Call back a moment later, instead of what was to be written. */
  later(write: () => void): void {
    clearTimeout(this.timer);
    this.writing = () => {
      this.writing = null;
      write();
    };
    this.timer = setTimeout(this.writing, ADDRESS_MS);
  }

  write(query: string): void {
    history.replaceState(null, "", query ? `#${query}` : location.pathname + location.search);
  }

  /** Write at once what was to be written later. */
  flush(): void {
    clearTimeout(this.timer);
    this.writing?.();
  }

  /** Resolves when what was typed is in the address. */
  written(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ADDRESS_MS + 10));
  }

  close(): void {
    clearTimeout(this.timer);
  }
}

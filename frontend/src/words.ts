// The page's own words. Each is one whole text with named places, never glued from parts, so that it can be translated.

/** A text in the reader's language; `{name}` in it is replaced by the place of that name. */
export function t(text: string, places: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

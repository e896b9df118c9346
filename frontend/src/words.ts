// The page's own words. Each is one whole text with named places, never glued from parts, so that it can be translated.
//
// The catalogue is a signal: what is drawn with a text is drawn anew in another language.

import { signal } from "@preact/signals";

/** The page's own texts in its language. */
export interface Catalogue {
  /** The code of the language. */
  language?: string;
  /** Translations by their English text; none in English. */
  words?: Record<string, string>;
  /** The languages there are: code and own name. */
  languages?: string[][];
}

/** The language that the page is in. */
export const language = signal("en");
/** The languages that may be chosen: code and own name. */
export const languages = signal<string[][]>([]);
const NOTE = " ¦ ";
const MOST_PREFERRED = 8;
const LONGEST = 200; // characters of a message about languages
const catalogue = signal<Record<string, string>>({});

/** Speak a language from now on. */
export function setWords({ language: code = "en", words = {}, languages: known = [] }: Catalogue): void {
  if (JSON.stringify(words) !== JSON.stringify(catalogue.peek())) catalogue.value = words;
  if (JSON.stringify(known) !== JSON.stringify(languages.peek())) languages.value = known;
  language.value = code;
  if (document.body.dataset["voila"] === "voila") document.documentElement.lang = code; // another page has its own
}

/**
 * A text in the reader's language; `{name}` in it is replaced by the place of that name. Where one English text needs two
 * translations, a note to the translator follows it, which is never shown: `t("Sales ¦ the side")`.
 */
export function t(text: string, places: Record<string, string | number> = {}): string {
  const said = (catalogue.value[text] || text).split(NOTE)[0] ?? "";
  return said.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const place = places[name];
    return typeof place === "number" ? number(place) : (place ?? whole);
  });
}

/** A number as the language writes it. */
export function number(count: number): string {
  return count.toLocaleString(language.value);
}

/** The languages that the reader prefers, as in the header Accept-Language. */
export function preferred(): string {
  return navigator.languages.slice(0, MOST_PREFERRED).join(",").slice(0, LONGEST);
}

// @vitest-environment happy-dom

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { LanguageChoice } from "../src/components/LanguageChoice";
import { offer } from "../src/theme";
import { number, preferred, setWords, t } from "../src/words";

const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
];
const GERMAN = {
  language: "de",
  languages: LANGUAGES,
  words: { Undo: "Rückgängig", "{count} rows": "{count} Zeilen", Appearance: "Darstellung" },
};

afterEach(() => setWords({}));

test("a text is that of the catalogue, and English where it has none", () => {
  expect(t("Undo")).toBe("Undo");
  setWords(GERMAN);
  expect(t("Undo")).toBe("Rückgängig");
  expect(t("Redo")).toBe("Redo");
});

test("a note to the translator is not shown", () => {
  expect(t("Sales ¦ the side")).toBe("Sales");
  setWords({ words: { "Sales ¦ the side": "Vertrieb" } });
  expect(t("Sales ¦ the side")).toBe("Vertrieb");
});

test("a place that is a number is written as the language writes it", () => {
  expect(t("{count} rows", { count: 1200 })).toBe("1,200 rows");
  setWords(GERMAN);
  expect(t("{count} rows", { count: 1200 })).toBe("1.200 Zeilen");
  expect(number(0.5)).toBe("0,5");
  expect(t("{count} rows", { other: 1 })).toBe("{count} Zeilen");
});

test("what is drawn is drawn anew in another language", () => {
  const Words = () => <p>{t("Undo")}</p>;
  const place = document.createElement("div");
  act(() => render(<Words />, place));
  act(() => setWords(GERMAN));
  expect(place.textContent).toBe("Rückgängig");
  const foot = document.createElement("footer");
  offer(foot);
  expect(foot.textContent).toContain("Darstellung");
  setWords({ language: "en", languages: LANGUAGES });
  expect(foot.textContent).toContain("Appearance");
});

test("a language is chosen by its own name", () => {
  const chosen = vi.fn();
  const place = document.createElement("div");
  act(() => render(<LanguageChoice onChoose={chosen} />, place));
  expect(place.querySelector("select")).toBeNull(); // one language is no choice
  act(() => setWords(GERMAN));
  const select = place.querySelector("select");
  if (!select) throw new Error("no choice");
  expect([...select.options].map(({ text }) => text)).toEqual(["English", "Deutsch"]);
  expect(select.value).toBe("de");
  select.value = "en";
  select.dispatchEvent(new Event("change"));
  expect(chosen).toHaveBeenCalledWith("en");
});

test("the document of a published page says which language it is in, and no other document", () => {
  setWords(GERMAN);
  expect(document.documentElement.lang).not.toBe("de");
  document.body.dataset["voila"] = "voila";
  setWords({ ...GERMAN });
  expect(document.documentElement.lang).toBe("de");
  delete document.body.dataset["voila"];
});

test("the browser's languages are named as in the header Accept-Language, and no more than a message holds", () => {
  const many = Array.from({ length: 50 }, () => "de-Latn-AT-1996");
  vi.spyOn(navigator, "languages", "get").mockReturnValue(many);
  expect(preferred().startsWith("de-Latn-AT-1996,de-Latn")).toBe(true);
  expect(preferred().length).toBeLessThanOrEqual(200);
});

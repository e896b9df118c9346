// Light or dark: what a page is drawn in, and the choice below a published one. The style sheet does the rest, see
// styles/colours.css; static/first.js applies a choice that was kept before anything is drawn.

import { effect } from "@preact/signals";
import { make } from "./dom";
import { t } from "./words";

const KEPT = "weak-link theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Whether an element is drawn on a dark ground, whoever decided it: the system, the reader, or JupyterLab. */
export function isDark(node: Element): boolean {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(node).color.match(/[\d.]+/g) ?? []).map(Number);
  return red + green + blue > 3 * 127; // light letters
}

/** Hear of every change of the theme; gives what ends it. */
export function onTheme(changed: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(changed);
  system.addEventListener("change", changed);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  chosen.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  return () => {
    system.removeEventListener("change", changed);
    chosen.disconnect();
  };
}

/** What the reader has chosen. */
export function chosen(): Theme {
  const kept = document.documentElement.dataset.theme as Theme | undefined;
  return kept && THEMES.includes(kept) ? kept : "system";
}

/** Draw the page so, now and at the next visit. */
export function choose(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, theme);
  } catch {
    // a browser that keeps nothing: it is so until the page is left
  }
}

/** Offer the choice at the end of an element. */
export function offer(place: Element | null): void {
  if (!place || place.querySelector(".wl-theme")) return;
  const select = make("select", { class: "wl-input", name: "theme" });
  const options = THEMES.map((theme) => make("option", { value: theme }));
  const title = make("span");
  select.append(...options);
  select.value = chosen();
  select.addEventListener("change", () => choose(select.value as Theme));
  place.append(make("label", { class: "wl-theme" }, title, select));
  effect(() => {
    const words: Record<Theme, string> = { system: t("System"), light: t("Light"), dark: t("Dark") };
    for (const option of options) option.textContent = words[option.value as Theme];
    title.textContent = t("Appearance");
  });
}

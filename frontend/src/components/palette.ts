// The colours of a figure on a dark screen. Figures name those of a light one, the palette of pages/style.py; every colour
// that one can name is in dark.json, which a test of the Python side checks.

import type { Spec } from "../messages/messages";
import colours from "./dark.json";

const DARK = new Map(Object.entries(colours));

/** The same figure for a dark screen. */
export function darkened(figure: Spec): Spec {
  return inDark(figure, false) as Spec;
}

// Only under the name of a colour: a channel may be called white.
function inDark(part: unknown, colour: boolean): unknown {
  if (typeof part === "string") return (colour && DARK.get(part.toLowerCase())) || part;
  if (Array.isArray(part)) return part.map((one) => inDark(one, colour));
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, inDark(value, key.endsWith("color"))]),
  );
}

// @vitest-environment happy-dom
// The trend: a table that says everything, and a chart with its text.

import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { Trend } from "../../src/consultation/trend";
import type { TrendPane } from "../../src/messages/messages";

const TREND: TrendPane = {
  title: "Trend",
  about: "about",
  columns: ["Session", "Answer", "Chances", "Marketing", "Sales"],
  rows: [
    { cells: ["1 May", "Sales is weak.", "99%", "100%", "56%"], said: "Said then: the same." },
    { cells: ["1 August", "Sales is weak.", "86%", "103%", "73%"], said: "" },
  ],
  text: "1 May: marketing 100%, sales 56%",
  lines: ["Marketing", "Sales"],
  chart: [
    { label: "1 May", date: "2025-05-01", marketing: 1, sales: 0.56 },
    { label: "1 August", date: "2025-08-01", marketing: 1.03, sales: 0.73 },
  ],
};

function drawn(trend: TrendPane): HTMLElement {
  const place = document.createElement("div");
  act(() => render(<Trend {...trend} />, place));
  return place;
}

test("every session is a row, with what was said then below the answer", () => {
  const rows = [...drawn(TREND).querySelectorAll("tbody tr")];
  expect(rows.map((row) => row.querySelector("th")?.textContent)).toEqual(["1 May", "1 August"]);
  expect(rows[0]?.textContent).toContain("Said then: the same.");
});

test("the chart has a line per side, differing in its marks, and says the same in words", () => {
  const chart = drawn(TREND).querySelector("svg");
  expect(chart?.getAttribute("aria-label")).toBe(TREND.text);
  expect(chart?.querySelectorAll("polyline").length).toBe(2);
  expect([chart?.querySelectorAll("circle").length, chart?.querySelectorAll("rect").length]).toEqual([2, 2]);
});

test("names of lines that end at one place are kept apart", () => {
  const met = { ...TREND, chart: TREND.chart.map((dot) => ({ ...dot, sales: dot.marketing })) };
  const names = [...drawn(met).querySelectorAll(".wc-trend-line > text")].map((name) =>
    Number(name.getAttribute("y")),
  );
  expect(Math.abs((names[0] ?? 0) - (names[1] ?? 0))).toBeGreaterThanOrEqual(16);
});

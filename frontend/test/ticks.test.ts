import { expect, test } from "vitest";
import { crowded, fitting } from "../src/components/ticks";
import type { Spec } from "../src/messages/messages";

const months = Array.from({ length: 24 }, (_, at) => at);
const figure: Spec = {
  data: [],
  layout: {
    xaxis: { tickmode: "array", tickvals: months, ticktext: months.map((at) => `Jan<br>${2000 + at}`) },
    margin: { l: 40, r: 10 },
  },
};

test.each([320, 400, 640, 900, 1400])("labels do not touch in %i px", (width) => {
  const ticks = fitting(figure, width);
  expect(ticks).not.toBeNull();
  const { tickvals, ticktext } = ticks as { tickvals: number[]; ticktext: string[] };
  expect(tickvals).toHaveLength(ticktext.length);
  expect(tickvals.at(-1)).toBe(23);
  const step = ((width - 50) / 24) * ((tickvals[1] ?? 99) - (tickvals[0] ?? 0));
  expect(step).toBeGreaterThan(4 * 7);
});

test("all of them where there is room", () => {
  expect(fitting(figure, 1400)?.tickvals).toHaveLength(24);
});

test("an axis that chooses its own labels is left alone", () => {
  expect(fitting({ data: [], layout: { xaxis: {} } }, 400)).toBeNull();
  expect(fitting({ data: [], layout: {} }, 400)).toBeNull();
});

test("names of bars are never left out, and crowded where they would touch", () => {
  const named = (text: string): Spec => ({
    data: [],
    layout: { xaxis: { tickmode: "array", tickvals: [0, 1, 2], ticktext: [text, text, text] } },
  });
  const bold = named("<b>Follow-up</b><br>marketing");
  expect(fitting(bold, 200)).toBeNull();
  expect([400, 200].map((width) => crowded(bold, width))).toEqual([false, true]);
  expect(crowded(bold, 0)).toBe(false);
  expect(crowded(named("Follow-up"), 10)).toBe(false);
});

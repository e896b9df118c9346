import { expect, test } from "vitest";
import { fitting } from "../src/components/ticks";
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

test("names of bars are never left out, and bold where there is room", () => {
  const named = (text: string): Spec => ({
    data: [],
    layout: { xaxis: { tickmode: "array", tickvals: [0, 1, 2], ticktext: [text, text, text] } },
  });
  const bold = "<b>Follow-up</b><br>marketing";
  expect(fitting(named(bold), 400)?.ticktext).toEqual([bold, bold, bold]);
  const plain = "Follow-up<br>marketing"; // where they would touch
  expect(fitting(named(bold), 200)?.ticktext).toEqual([plain, plain, plain]);
  expect(fitting(named("Follow-up of them<br>marketing"), 240)?.ticktext).toHaveLength(2);
});

import { expect, test } from "vitest";
import { darkened } from "../src/components/palette";

const figure = {
  data: [
    {
      name: "white",
      text: ["#1B1F24"],
      marker: { color: ["#0072B2", "white"], size: 6 },
      fillcolor: "#E3EFF7",
    },
  ],
  layout: { font: { color: "#1B1F24", size: 13 }, gridcolor: "#D5DAE0", range: [0, 1] },
};

test("colours are replaced wherever a figure names one, and texts are not", () => {
  expect(darkened(figure)).toEqual({
    data: [
      {
        name: "white",
        text: ["#1B1F24"],
        marker: { color: ["#4ba3dc", "#1c2128"], size: 6 },
        fillcolor: "#16303f",
      },
    ],
    layout: { font: { color: "#e8ebef", size: 13 }, gridcolor: "#39424d", range: [0, 1] },
  });
});

test("the light figure stays as it was", () => {
  const before = JSON.stringify(figure);
  darkened(figure);
  expect(JSON.stringify(figure)).toBe(before);
});

// @vitest-environment happy-dom
// Questions above the grid: a card only where there is an answer to press.

import { render } from "preact";
import { expect, test } from "vitest";
import { Questions } from "../../src/dashboard/Questions";

test("a question without an answer to press shows no empty card", () => {
  const place = document.createElement("div");
  const answers = { lag: [], unit: [["days", "Days"]] } as Record<string, string[][]>;
  const questions = [
    { key: "lag", label: "Which days?" },
    { key: "unit", label: "Which unit?" },
  ];
  render(
    <Questions
      class=""
      questions={questions}
      answers={({ key }) => answers[key] ?? []}
      onAnswer={() => {}}
    />,
    place,
  );
  expect([...place.querySelectorAll(".wl-question")].map((card) => card.textContent)).toEqual([
    "Which unit?Days",
  ]);
});

// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { COLUMNS, Hands, ROWS } from "./hands";

const many = (count: number) => Array.from({ length: count }, (_, i) => [`row ${i}`, "1", "1"]);

test("it is a grid with a name, rows, headings and cells, as assistive technology counts them", () => {
  const { grid, all } = bound(new Hands());
  const [table] = all("[role=grid]");
  expect(table?.getAttribute("aria-label")).toBe("Rows by month");
  expect(table?.getAttribute("aria-rowcount")).toBe("5"); // four rows and the titles
  expect(table?.getAttribute("aria-colcount")).toBe("3");
  expect(all("[role=grid] > [role=rowgroup]")).toHaveLength(2);
  expect(all("[role=columnheader]").map((node) => node.textContent)).toEqual(["Month", "New leads", "Sales"]);
  expect(all("[role=rowgroup] > [role=row]").map((node) => node.getAttribute("aria-rowindex"))).toEqual([
    "1",
    "2",
    "3",
    "4",
    "5",
  ]);
  expect(all("[role=rowheader]")).toHaveLength(4);
  expect(all("[role=gridcell]")).toHaveLength(8);
  expect(grid.node.querySelectorAll(".wl-grid-cell.wl-grid-numeric")).toHaveLength(8);
});

test("exactly one cell is reached by Tab, and the frame around it is not", () => {
  const hands = new Hands();
  const stops = () => hands.all(".wl-grid-scroll, .wl-grid-scroll *").filter((node) => node.tabIndex === 0);
  expect(stops()).toEqual([hands.cell(0, 0)]);
  hands.grid.go({ row: 2, column: 1 });
  expect(stops()).toEqual([hands.cell(2, 1)]);
  expect(document.activeElement).toBe(hands.cell(2, 1));
  hands.key("F2");
  expect(stops()).toEqual([hands.editor]);
  hands.key("Enter");
  expect(stops()).toEqual([hands.cell(3, 1)]);
});

test("text is set as text", () => {
  const hands = new Hands({ rows: [["<b>x</b>", "", ""]], aside: [[0, "<i>"]] });
  expect(hands.cell(0, 0).textContent).toBe("<b>x</b>");
  expect(hands.all("b, i")).toEqual([]);
});

test("without rows there are three empty lines whose month counts on", () => {
  const hands = new Hands({ rows: [] });
  expect(hands.all(".wl-grid-ghost")).toHaveLength(3);
  expect([0, 1, 2].map((row) => hands.cell(row, 0).dataset["hint"])).toEqual([
    "2025-01",
    "2025-02",
    "2025-03",
  ]);
  expect([0, 1, 2].map((row) => hands.cell(row, 1).dataset["hint"])).toEqual(["100", "100", "100"]);
  hands.grid.show({ columns: COLUMNS, rows: ROWS });
  expect(hands.all(".wl-grid-ghost, [data-hint]")).toEqual([]);
});

test("a wrong cell is invalid and says why, also below the lines; a row left out says why", () => {
  const hands = new Hands({ marks: [[1, 1, "“many” is not a number"]], aside: [[3, "is not over yet"]] });
  const wrong = hands.cell(1, 1);
  expect(wrong.getAttribute("aria-invalid")).toBe("true");
  expect(wrong.title).toBe("“many” is not a number");
  expect(hands.text(".wl-grid-note")).toBe(""); // no cell was active yet
  hands.grid.go({ row: 1, column: 1 });
  expect(hands.text(".wl-grid-note")).toBe("Row 2, New leads: “many” is not a number");
  expect(hands.all(".wl-grid-alarm")).toHaveLength(1);
  expect(wrong.getAttribute("aria-describedby")).toBe(hands.all(".wl-grid-note")[0]?.id);
  hands.grid.go({ row: 3, column: 0 });
  expect(hands.text(".wl-grid-note")).toBe("Row 4: is not over yet");
  expect(hands.all(".wl-grid-alarm, [aria-describedby].wl-grid-wrong")).toEqual([]);
  hands.grid.show({ columns: COLUMNS, rows: ROWS });
  expect(hands.all("[aria-invalid], .wl-grid-aside, [title]")).toEqual([]);
  expect(hands.text(".wl-grid-note")).toBe("");
});

test("a message that begins with the name of its column is not told it twice", () => {
  const hands = new Hands({ marks: [[0, 1, "New leads are missing"]] });
  hands.grid.go({ row: 0, column: 1 });
  expect(hands.text(".wl-grid-note")).toBe("Row 1, New leads are missing");
});

test("a refresh touches only the cells that differ", async () => {
  const hands = new Hands();
  const changes: MutationRecord[] = [];
  const watcher = new MutationObserver((records) => changes.push(...records));
  watcher.observe(hands.all(".wl-grid-rows")[0] as Node, {
    subtree: true,
    characterData: true,
    childList: true,
    attributes: true,
  });
  hands.grid.show({
    columns: COLUMNS,
    rows: ROWS.map((row, i) => (i === 2 ? ["2024-03", "999", "12"] : row)),
  });
  await new Promise((resolve) => setTimeout(resolve, 10));
  changes.push(...watcher.takeRecords());
  expect(changes.filter(({ type }) => type !== "attributes")).toHaveLength(1);
  expect(hands.cell(2, 1).textContent).toBe("999");
});

test("the first 150 of many rows are drawn until all are asked for", () => {
  const hands = new Hands({ rows: many(1200) });
  expect(hands.all(".wl-grid-row")).toHaveLength(150);
  expect(hands.text(".wl-grid-more")).toBe("The first 150 of 1,200 rows.Show all 1,200 rows");
  hands.push(".wl-grid-every");
  expect(hands.all(".wl-grid-row")).toHaveLength(1200);
  expect(hands.all(".wl-grid-more")[0]?.hidden).toBe(true);
});

test("150 rows are all of them, 151 are not", () => {
  const hands = new Hands({ rows: many(150) });
  expect(hands.all(".wl-grid-more")[0]?.hidden).toBe(true);
  hands.grid.show({ columns: COLUMNS, rows: many(151) });
  expect(hands.all(".wl-grid-more")[0]?.hidden).toBe(false);
});

test("fewer rows take the selection and the focus along", () => {
  const hands = new Hands();
  hands.grid.go({ row: 3, column: 2 });
  hands.grid.show({ columns: COLUMNS, rows: ROWS.slice(0, 2) });
  expect(hands.selected).toEqual(["11"]);
  expect(document.activeElement).toBe(hands.cell(1, 2));
});

test("a column is as wide as what is in it and never shrinks", () => {
  const hands = new Hands();
  const widths = () => hands.all(".wl-grid-table")[0]?.style.getPropertyValue("--columns");
  const before = widths();
  hands.grid.show({ columns: COLUMNS, rows: [["2024-01", "1,234,567,890", "10"]] });
  const after = widths();
  expect(after).not.toBe(before);
  hands.grid.show({ columns: COLUMNS, rows: ROWS });
  expect(widths()).toBe(after);
});

function bound(hands: Hands) {
  return { grid: hands.grid, all: (selector: string) => hands.all(selector) };
}

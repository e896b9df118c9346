// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { asText, isBlock } from "../../src/grid/text";
import { COLUMNS, Hands, ROWS } from "./hands";

test("a row is added at the end and is where one goes on", () => {
  const hands = new Hands();
  hands.push(".wl-grid-add");
  expect(hands.edits).toEqual([{ op: "insert", at: 4 }]);
  expect(hands.lines[4]).toEqual(["", "", ""]);
  expect(document.activeElement).toBe(hands.cell(4, 0));
});

test("typing into an empty line makes the rows up to it", () => {
  const hands = new Hands({ rows: [] });
  hands.grid.go({ row: 1, column: 1 });
  hands.type("5");
  hands.key("Enter");
  expect(hands.edits).toEqual([{ op: "set", cells: [[1, 1, "5"]] }]);
  expect(hands.grid.sheet.rows).toEqual([
    ["", "", ""],
    ["", "5", ""],
  ]);
});

test("rows are deleted, and what is wrong with the others moves along", () => {
  const hands = new Hands({
    marks: [
      [0, 1, "one"],
      [1, 1, "two"],
      [3, 2, "four"],
    ],
    aside: [
      [2, "gone"],
      [3, "stays"],
    ],
  });
  hands.grid.go({ row: 1, column: 1 });
  hands.key("ArrowDown", { shiftKey: true });
  expect(hands.text(".wl-grid-delete")).toBe("Delete 2 rows");
  hands.push(".wl-grid-delete");
  expect(hands.edits).toEqual([{ op: "delete", at: 1, count: 2 }]);
  expect(hands.said).toEqual(["2 rows deleted."]);
  expect(hands.lines).toEqual([ROWS[0], ROWS[3]]);
  expect(hands.all("[aria-invalid]")).toEqual([hands.cell(0, 1), hands.cell(1, 2)]);
  expect(hands.all(".wl-grid-aside")).toEqual([hands.cell(1, 0).parentElement]);
  expect(hands.cell(1, 2).title).toBe("four");
  expect(document.activeElement).toBe(hands.cell(1, 1));
});

test("the last row and then nothing is deleted", () => {
  const hands = new Hands({ rows: [["2024-01", "1", "1"]] });
  hands.grid.go({ row: 0, column: 0 });
  hands.push(".wl-grid-delete");
  expect(hands.said).toEqual(["Row 1 deleted."]);
  expect(hands.all(".wl-grid-ghost")).toHaveLength(3);
  expect((hands.all(".wl-grid-delete")[0] as HTMLButtonElement).disabled).toBe(true);
});

test("what is being typed is kept before rows change", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.type("8");
  hands.push(".wl-grid-add");
  expect(hands.edits).toEqual([
    { op: "set", cells: [[1, 1, "8"]] },
    { op: "insert", at: 4 },
  ]);
});

test("leaving an editor keeps what was typed", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.type("8 ");
  hands.editor?.blur();
  expect(hands.edits).toEqual([{ op: "set", cells: [[1, 1, "8"]] }]);
  expect(hands.editor).toBeNull();
});

test("a corrected cell loses its mark at once, the others keep theirs", () => {
  const hands = new Hands({
    marks: [
      [1, 1, "bad"],
      [2, 1, "bad"],
    ],
  });
  hands.grid.go({ row: 1, column: 1 });
  hands.type("8");
  hands.key("Enter");
  expect(hands.all("[aria-invalid]")).toEqual([hands.cell(2, 1)]);
});

test("what is typed is compared with what stood there when the editor was opened", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("F2");
  hands.grid.show({ columns: COLUMNS, rows: ROWS.map(([a = "", , c = ""]) => [a, "0", c]) });
  hands.key("Enter"); // untouched: the newer value stays
  expect(hands.edits).toEqual([]);
  expect(hands.cell(1, 1).textContent).toBe("0");
});

test("a paste is sent with the selection, and what it wrote is selected", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("ArrowDown", { shiftKey: true });
  expect(hands.clip("paste", "1\t2\n3\t4").ours).toBe(true);
  expect(hands.edits).toEqual([{ op: "paste", row: 1, column: 1, rows: 2, columns: 1, text: "1\t2\n3\t4" }]);
  hands.grid.show({ columns: COLUMNS, rows: [ROWS[0] ?? [], ["2024-02", "1", "2"], ["2024-03", "3", "4"]] });
  hands.grid.pasted({ row: 1, column: 1, rows: 2, columns: 2 });
  expect(hands.selected).toEqual(["1", "2", "3", "4"]);
  expect(document.activeElement).toBe(hands.cell(1, 1));
});

test("nothing is not pasted, and a paste that wrote nothing or comes while typing moves nothing", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.clip("paste", " \n");
  expect(hands.edits).toEqual([]);
  expect(hands.said).toEqual(["There is no text to paste."]);
  hands.grid.pasted({ row: 0, column: 0, rows: 0, columns: 0 });
  hands.key("F2");
  hands.grid.pasted({ row: 0, column: 0, rows: 2, columns: 2 });
  expect(hands.selected).toHaveLength(1);
  expect(hands.grid.selection.at).toEqual({ row: 1, column: 1 });
});

test("text is pasted into an open editor, a block of cells into the cells", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("F2");
  expect(hands.clip("paste", "120\n").ours).toBe(false);
  expect(hands.grid.busy).toBe(true);
  expect(hands.clip("paste", "120\t9").ours).toBe(true);
  expect(hands.grid.busy).toBe(false);
  expect(hands.edits).toEqual([{ op: "paste", row: 1, column: 1, rows: 1, columns: 1, text: "120\t9" }]);
});

test("a selection is copied, and cut", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.key("ArrowRight", { shiftKey: true });
  expect(hands.clip("copy").text).toBe("102\t11");
  expect(hands.clip("cut").text).toBe("102\t11");
  expect(hands.said).toEqual(["2 cells copied.", "2 cells cut."]);
  expect(hands.edits).toEqual([
    {
      op: "set",
      cells: [
        [1, 1, ""],
        [1, 2, ""],
      ],
    },
  ]);
});

test("the clipboard is the page's own while the focus is elsewhere or on a button", () => {
  const hands = new Hands();
  hands.grid.go({ row: 1, column: 1 });
  hands.all(".wl-grid-add")[0]?.focus();
  expect(hands.clip("copy").ours).toBe(false);
  (document.activeElement as HTMLElement).blur();
  expect(hands.clip("copy").ours).toBe(false);
});

test.each([
  ["=1+1", "'=1+1"],
  ["@cmd", "'@cmd"],
  ["-x", "'-x"],
  ["＝1", "'＝1"],
  ["-5 %", "-5 %"],
  ["+1,200.5", "+1,200.5"],
  ['"a"', '"""a"""'],
  ["a\nb", '"a\nb"'],
])("%o is copied as %o: a spreadsheet runs nothing of it", (text, copied) => {
  expect(asText([[text]])).toBe(copied);
});

test.each([
  ["120", false],
  ["120\n", false],
  ["1\t2", true],
  ["1\r\n2", true],
  ["\t1\t", false],
])("%o is several cells: %o", (text, several) => {
  expect(isBlock(text)).toBe(several);
});

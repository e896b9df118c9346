import { expect, test } from "vitest";
import { afterFault, afterRows, afterView, filled, NOTHING, sentence } from "../../src/dashboard/store/shown";
import type { LeadsPane, Reply } from "../../src/messages/messages";
import { answer, opened, view } from "./other";

const after = (...replies: Reply[]) => replies.reduce((shown, reply) => afterView(shown, reply), NOTHING);

test("nothing is shown before the form is known", () => {
  expect(afterView(NOTHING, view())).toBe(NOTHING);
});

test("the headline is the answer's, or what is missing, or what to do first", () => {
  expect(sentence(after(opened({ answer: answer("Sales.") })))).toBe("Sales.");
  expect(sentence(after(opened({ answer: null, stale: true, waiting: "Type your sales." })))).toBe(
    "Type your sales.",
  );
  expect(sentence(after(opened({ answer: null, stale: true })))).toBe("Type your leads.");
});

test("an answer stays, marked as old, while the form is not complete", () => {
  const shown = after(
    opened({ answer: answer("Sales.", 1) }),
    view({ answer: null, stale: true, revision: 2 }),
  );
  expect(sentence(shown)).toBe("Sales.");
  expect(shown).toMatchObject({ stale: true, nothing: false, answerRevision: 1 });
});

test("the same answer is not sent again: only its number changes, and the object is the same", () => {
  const first = after(opened({ answer: answer("Sales.", 1) }));
  const shown = afterView(first, view({ answer: { same: true, revision: 2 }, revision: 2 }));
  expect(shown.answer).toBe(first.answer);
  expect(shown.answerRevision).toBe(2);
});

test.each([{ cleared: true }, { forgotten: true }, { way: "table" }])(
  "no answer is shown of numbers that are gone: %o",
  (gone) => {
    const shown = after(opened({ answer: answer("Sales.") }), view({ answer: null, stale: true, ...gone }));
    expect(shown).toMatchObject({ nothing: true, stale: false });
    expect(sentence(shown)).not.toBe("Sales.");
  },
);

test("another way in brings another form", () => {
  const shown = after(opened(), view({ revision: 2 }), view({ way: "table", revision: 3 }));
  expect(shown.forms).toBe(2);
  expect(sentence(shown)).toBe("Open your table.");
});

test("the same form again, of a page that connects once more, is not drawn anew", () => {
  const first = after(opened());
  const shown = afterView(first, opened({ revision: 2 }));
  expect(shown.form).toBe(first.form);
  expect(shown.forms).toBe(first.forms);
});

test("cells that are not sent again are those that are there", () => {
  const grid = { columns: ["month"], marks: [], aside: [], source: "" };
  const shown = after(
    opened({ way: "table", grid: { ...grid, rows: [["2025-01"]] } }),
    view({ way: "table", grid: { ...grid, rows: null } }),
  );
  expect(shown.rows).toEqual([["2025-01"]]);
});

const leads = (more: Partial<LeadsPane> = {}) =>
  ({
    matching: { title: "M", fields: [] },
    study: null,
    same: false,
    told: [],
    ...more,
  }) as unknown as LeadsPane;

test("a study and a matching that did not change stay the same objects", () => {
  const study = { opened: "300 leads" } as unknown as NonNullable<LeadsPane["study"]>;
  const first = after(opened({ way: "ledger", leads: leads({ study }) }));
  const same = afterView(first, view({ way: "ledger", leads: leads({ same: true }) }));
  expect(same.study).toBe(first.study);
  expect(same.matching).toBe(first.matching);
  expect(afterView(same, view({ way: "ledger", leads: leads() })).study).toBeNull();
});

test("rows of a fault are kept until there is another study", () => {
  const study = { opened: "300 leads" } as unknown as NonNullable<LeadsPane["study"]>;
  const rows = { key: "dates", columns: ["Row"], cells: [["7"]] };
  const shown = afterRows(after(opened({ way: "ledger", leads: leads({ study }) })), rows);
  expect(shown.faultRows["dates"]).toBe(rows);
  expect(afterView(shown, view({ way: "ledger", leads: leads({ same: true }) })).faultRows["dates"]).toBe(
    rows,
  );
  expect(afterView(shown, view({ way: "ledger", leads: leads({ study }) })).faultRows).toEqual({});
});

test("a fault leaves what is shown, marked as old", () => {
  const shown = afterFault(after(opened({ answer: answer("Sales.") })));
  expect(shown.stale).toBe(true);
  expect(sentence(shown)).toBe("Sales.");
});

test("what is typed and not answered stands in its field", () => {
  const shown = after(opened({ texts: { leads: "10", wins: "2" } }));
  expect([...filled(shown, (key) => (key === "wins" ? "3" : undefined))]).toEqual([
    ["leads", "10"],
    ["wins", "3"],
  ]);
});

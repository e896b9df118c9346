// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { caseShell, clientsShell, drawn, Stage, WHATIF } from "./stage";

async function opened(step = "door") {
  const stage = new Stage();
  await stage.answer(caseShell(step));
  return stage;
}

test("it says hello, and that it is answered once the answer is drawn", async () => {
  const stage = new Stage();
  expect(stage.asked).toEqual(["hello"]);
  expect(stage.root.dataset["asked"]).toBe("1");
  expect(stage.root.dataset["answered"]).toBeUndefined();
  stage.line.hear({ shell: caseShell(), seq: 1 });
  expect(stage.root.dataset["answered"]).toBeUndefined(); // not drawn yet
  await drawn();
  expect(stage.root.dataset["answered"]).toBe("1");
  expect(stage.text(".wc-step-title")).toBe("The door");
});

test("what is typed keeps its place and caret while an answer arrives", async () => {
  const stage = await opened();
  const note = stage.find<HTMLTextAreaElement>(".wc-note");
  stage.type(".wc-note", "abc");
  note.setSelectionRange(1, 2);
  await stage.answer(caseShell("door", { note: "something else" }));
  expect(stage.find(".wc-note")).toBe(note);
  expect(note.value).toBe("abc");
  expect([note.selectionStart, note.selectionEnd]).toEqual([1, 2]);
  expect(document.activeElement).toBe(note);
});

test("an answer that is older than what was typed does not replace it when the field was left", async () => {
  const stage = await opened();
  stage.type(".wc-note", "a");
  stage.type(".wc-note", "abc");
  stage.find(".wc-note").blur();
  await stage.answer(caseShell("door", { note: "a" }));
  const note = stage.find<HTMLTextAreaElement>(".wc-note");
  expect(note.value).toBe("abc");
  expect(stage.line.sent.at(-1)).toMatchObject({ do: "note", text: "abc" });
  await stage.answer(caseShell("door", { note: "ABC" })); // of the last one
  expect(note.value).toBe("ABC");
});

test("notes are those of the step, also where the field has the focus", async () => {
  const stage = await opened();
  stage.type(".wc-note", "at the door");
  await stage.answer(caseShell("door", { note: "at the door" }));
  await stage.answer(caseShell("sort", { note: "sorting" }));
  expect(stage.find<HTMLTextAreaElement>(".wc-note").value).toBe("sorting");
});

test("what is typed in the page inside is sent first", async () => {
  const stage = await opened();
  stage.type(".wc-note", "a");
  stage.type(".wc-note", "ab");
  stage.flushed.length = 0;
  const before = stage.line.sent.length;
  stage.button("Undo").click();
  expect(stage.flushed).toEqual([before]);
  expect(stage.asked.slice(before)).toEqual(["note", "undo"]);
});

test("leaving sends what waits and has it written at once; from the list of clients there is nothing to write", async () => {
  const stage = await opened();
  stage.type(".wc-note", "a");
  stage.type(".wc-note", "ab");
  window.dispatchEvent(new Event("pagehide"));
  expect(stage.asked.slice(-2)).toEqual(["note", "save_now"]);
  await stage.answer(clientsShell());
  const before = stage.line.sent.length;
  window.dispatchEvent(new Event("pagehide"));
  expect(stage.line.sent.length).toBe(before);
});

test("saved is said only of what was acknowledged", async () => {
  const stage = await opened();
  expect(stage.text(".wc-saved")).toBe("Saved in Kim.json");
  stage.line.unsaid = 1;
  stage.line.onchange();
  await drawn();
  expect(stage.text(".wc-saved")).toBe("Saving…");
  stage.line.unsaid = 0;
  stage.line.onchange();
  await drawn();
  expect(stage.text(".wc-saved")).toBe("Saved in Kim.json");
});

test("of two answers about the file the later one counts; after a restart of the other side any is later", async () => {
  const stage = await opened();
  const late = caseShell("door", { saved: { text: "later", alarm: false } });
  await stage.answer({ ...late, order: 1000 });
  stage.line.hear({
    saved: { saved: { text: "overtaken", alarm: false }, order: 999, conflict: null, choices: [] },
  });
  await drawn();
  expect(stage.text(".wc-saved")).toBe("later");
  expect(stage.line.again()).toMatchObject([[{ do: "hello", file: "Kim.json" }]]);
  stage.line.hear({
    saved: { saved: { text: "anew", alarm: false }, order: 1, conflict: null, choices: [] },
  });
  await drawn();
  expect(stage.text(".wc-saved")).toBe("anew");
});

test("a lost connection is told, a refusal in its own words", async () => {
  const stage = await opened();
  stage.line.state = "lost";
  stage.line.onchange();
  await drawn();
  expect(stage.find(".wl-banner").hidden).toBe(false);
  expect(stage.text(".wl-banner")).toContain("Connection lost");
  stage.line.state = "refused";
  stage.line.refusal = "Too many pages are open.";
  stage.line.onchange();
  await drawn();
  expect(stage.text(".wl-banner")).toBe("Too many pages are open.");
});

test("a conflict asks which window goes on", async () => {
  const stage = await opened();
  expect(stage.find(".wc-conflict").hidden).toBe(true);
  await stage.answer(
    caseShell("door", { conflict: "It was changed elsewhere.", choices: ["Open it", "Save mine"] }),
  );
  expect(stage.find(".wc-conflict").hidden).toBe(false);
  stage.button("Open it").click();
  stage.button("Save mine").click();
  expect(stage.line.sent.slice(-2)).toMatchObject([
    { do: "conflict", keep: "theirs" },
    { do: "conflict", keep: "mine" },
  ]);
});

test("a client is deleted once that is confirmed, and the safe answer has the focus", async () => {
  const stage = new Stage();
  await stage.answer(clientsShell());
  stage.button("Delete").click();
  expect(stage.line.sent.at(-1)).toMatchObject({ do: "delete", file: "Kim.json" });
  expect(stage.line.sent.at(-1)).not.toHaveProperty("sure");
  await stage.answer(clientsShell({ text: "Delete Kim?", yes: "Delete for good", no: "Keep" }));
  expect(document.activeElement?.textContent).toBe("Keep");
  stage.button("Delete for good").click();
  expect(stage.line.sent.at(-1)).toMatchObject({ do: "delete", file: "Kim.json", sure: true });
});

test.each([
  ["PageDown", {}, { do: "step", to: "define" }],
  ["ArrowRight", {}, { do: "step", to: "define" }],
  ["PageUp", {}, { do: "step", to: "door" }],
  ["z", { ctrlKey: true }, { do: "undo" }],
  ["Z", { metaKey: true, shiftKey: true }, { do: "redo" }],
  ["y", { ctrlKey: true }, { do: "redo" }],
])("%s with %o", async (key, more, message) => {
  const stage = await opened("sort");
  Object.defineProperty(stage.root, "offsetParent", { value: document.body });
  (document.activeElement as HTMLElement | null)?.blur();
  expect(stage.key(key, more)).toBe(true);
  expect(stage.line.sent.at(-1)).toMatchObject(message);
});

test("keys are the field's where it is typed into, and nobody's with Alt or without a case", async () => {
  const stage = await opened("sort");
  Object.defineProperty(stage.root, "offsetParent", { value: document.body });
  const before = stage.line.sent.length;
  expect(stage.key("PageDown", { altKey: true })).toBe(false);
  stage.find(".wc-note").focus();
  expect(stage.key("PageDown")).toBe(false);
  stage.find(".wc-note").dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(stage.key("z", { ctrlKey: true })).toBe(false); // of the letters that are typed there
  stage.find(".wc-note").blur();
  await stage.answer(clientsShell());
  expect(stage.key("PageDown")).toBe(false);
  expect(stage.line.sent.slice(before).map(({ do: what }) => what)).toEqual(["note"]); // what was typed, and no more
});

test("after a move the title of the step has the focus, otherwise nothing takes it", async () => {
  const stage = await opened();
  await stage.answer(caseShell("sort"));
  expect(document.activeElement).not.toBe(stage.find(".wc-step-title"));
  stage.button("Next: define").click();
  await stage.answer(caseShell("define"));
  expect(document.activeElement).toBe(stage.find(".wc-step-title"));
});

test("a name that was not saved yet is there after another step, and not for another client", async () => {
  const stage = await opened("whatif");
  stage.find<HTMLInputElement>("[aria-label='Name of this scenario']").value = "Better offers";
  await stage.answer(caseShell("door"));
  await stage.answer(caseShell("whatif"));
  expect(stage.find<HTMLInputElement>("[aria-label='Name of this scenario']").value).toBe("Better offers");
  expect(stage.find(".wc-door").hidden).toBe(true);
  await stage.answer({ ...caseShell("whatif"), file: "Lee.json" });
  expect(stage.place.querySelector(".wc-door")).toBeNull();
  expect(stage.find<HTMLInputElement>("[aria-label='Name of this scenario']").value).toBe("");
});

test("the name of a scenario is cleared once it is saved, and kept where it was not", async () => {
  const stage = await opened("whatif");
  const name = stage.find<HTMLInputElement>("[aria-label='Name of this scenario']");
  name.value = "Better offers";
  stage.button("Save scenario").click();
  expect(stage.line.sent.at(-1)).toMatchObject({ do: "save_scenario", name: "Better offers" });
  await stage.answer(caseShell("whatif", { notice: "Move a slider first.", alarm: true }));
  expect(name.value).toBe("Better offers");
  stage.button("Save scenario").click();
  await stage.answer(caseShell("whatif"), 1); // of before
  expect(name.value).toBe("Better offers");
  await stage.answer(caseShell("whatif"));
  expect(name.value).toBe("");
});

test("a slider stays where it was moved to until that is answered", async () => {
  const stage = await opened("whatif");
  const range = stage.find<HTMLInputElement>(".wl-slide");
  expect(range.value).toBe("0.2");
  range.value = "0.3";
  range.dispatchEvent(new Event("input", { bubbles: true }));
  range.value = "0.4";
  range.dispatchEvent(new Event("input", { bubbles: true }));
  range.dispatchEvent(new Event("change", { bubbles: true }));
  await stage.answer(caseShell("whatif", { whatif: { ...WHATIF, sliders: slid(0.3) } }));
  expect(range.value).toBe("0.4");
  await stage.answer(caseShell("whatif", { whatif: { ...WHATIF, sliders: slid(0.4) } }));
  expect(range.value).toBe("0.4");
  await stage.answer(caseShell("whatif", { whatif: { ...WHATIF, sliders: slid(0.2) } })); // undone
  expect(range.value).toBe("0.2");
});

function slid(value: number) {
  return (WHATIF.sliders ?? []).map((slider) => ({ ...slider, value }));
}

test("a message of the page inside travels in an envelope, and its answer comes out of it", async () => {
  const stage = await opened();
  const heard: unknown[] = [];
  stage.inner?.on("msg:custom", (message) => heard.push(message));
  stage.inner?.send({ do: "type", texts: { leads: "3" }, seq: 1 });
  expect(stage.line.sent.at(-1)).toMatchObject({ do: "page", page: { do: "type", texts: { leads: "3" } } });
  stage.line.hear({ page: { revision: 1, seq: 1 }, shell: caseShell() });
  stage.line.hear({ shell: caseShell() });
  expect(heard).toEqual([{ revision: 1, seq: 1 }]);
  await drawn();
  expect(stage.root.dataset["answered"]).toBe("1"); // its number is the page's own
});

test("a fault is told and counts as an answer", async () => {
  const stage = await opened();
  stage.button("Undo").click();
  stage.line.hear({ fault: "Something failed here.", detail: "", seq: 2 });
  await drawn();
  expect(stage.text(".wl-notice")).toBe("Something failed here.");
  expect(stage.find(".wl-notice").classList.contains("wl-alarm")).toBe(true);
  expect(stage.root.dataset["answered"]).toBe("2");
});

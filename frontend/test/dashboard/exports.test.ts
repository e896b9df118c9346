import { expect, test, vi } from "vitest";
import { Exports } from "../../src/dashboard/store/exports";

function begun(largest = { leads: 100, part: 10 }) {
  const page = {
    ask: vi.fn(),
    stop: vi.fn(),
    say: vi.fn(),
    progress: vi.fn(),
    largest: () => largest,
  };
  return { page, exports: new Exports(page) };
}

const file = (name: string, bytes: number) => new File(["x".repeat(bytes)], name);
const sent = (page: { ask: ReturnType<typeof vi.fn> }) =>
  page.ask.mock.calls.map(([{ name, part, parts, file }, [data]]) => [
    name,
    file,
    part,
    parts,
    data.byteLength,
  ]);

/** Acknowledge each part until nothing more is sent. */
async function deliver({ page, exports }: ReturnType<typeof begun>) {
  for (let count = 0; ; count += 1) {
    await vi
      .waitFor(() => expect(page.ask.mock.calls.length).toBeGreaterThan(count), { timeout: 100 })
      .catch(() => {});
    const last = page.ask.mock.calls[count];
    if (!last) return;
    exports.arrived(last[0].part);
  }
}

test("several files are sent in parts, one after the other", async () => {
  const it = begun();
  it.exports.open([file("a.csv", 25), file("b.csv", 10)]);
  await deliver(it);
  expect(sent(it.page)).toEqual([
    ["a.csv", 0, 0, 3, 10],
    ["a.csv", 0, 1, 3, 10],
    ["a.csv", 0, 2, 3, 5],
    ["b.csv", 1, 0, 1, 10],
  ]);
  expect(it.exports.fresh).toBe(true);
  expect(it.page.progress.mock.calls.at(0)).toEqual([{ text: "Sending a.csv", share: 0 }]);
});

test("an empty file is one part", async () => {
  const it = begun();
  it.exports.open([file("empty.csv", 0)]);
  await deliver(it);
  expect(sent(it.page)).toEqual([["empty.csv", 0, 0, 1, 0]]);
});

test.each([
  [[file("huge.csv", 101)], "huge.csv is 0 MB"],
  [[file("a.csv", 60), file("b.csv", 60)], "a.csv and 1 more are 0 MB"],
])("files that are too large are not sent: %#", (files, says) => {
  const { page, exports } = begun();
  exports.open(files);
  expect(page.ask).not.toHaveBeenCalled();
  expect(page.say).toHaveBeenCalledWith(expect.stringContaining(says), true);
});

test("what is stopped before its last part is forgotten here, later it is stopped there", async () => {
  const it = begun();
  it.exports.open([file("a.csv", 25)]);
  await vi.waitFor(() => expect(it.page.ask).toHaveBeenCalledTimes(1));
  it.exports.stop();
  expect(it.page.say).toHaveBeenCalledWith("Stopped. Everything is as it was before.");
  expect(it.page.stop).not.toHaveBeenCalled();
  it.exports.arrived(0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(it.page.ask).toHaveBeenCalledTimes(1);
  it.exports.open([file("b.csv", 5)]);
  await deliver(it);
  it.exports.stop();
  expect(it.page.stop).toHaveBeenCalled();
});

test("a file that cannot be read is said", async () => {
  const { page, exports } = begun();
  const gone = file("gone.csv", 5);
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new Error("gone")) }) as unknown as Blob;
  exports.open([gone]);
  await vi.waitFor(() =>
    expect(page.say).toHaveBeenCalledWith(expect.stringContaining("cannot be read"), true),
  );
  expect(page.progress).toHaveBeenLastCalledWith(null);
});

test("what was sent is sent again to a side that began anew", async () => {
  const it = begun();
  it.exports.again();
  it.exports.open([file("a.csv", 15)]);
  await deliver(it);
  it.exports.again();
  await vi.waitFor(() => expect(it.page.ask).toHaveBeenCalledTimes(3));
  it.exports.arrived(0);
  await vi.waitFor(() => expect(it.page.ask).toHaveBeenCalledTimes(4));
  expect(sent(it.page).slice(2)).toEqual(sent(it.page).slice(0, 2));
});

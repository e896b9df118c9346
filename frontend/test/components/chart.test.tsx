// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test, vi } from "vitest";
import { Chart, type ChartProps } from "../../src/components/Chart";
import { Charts } from "../../src/components/charts";

const plotly = {
  react: vi.fn((_node: HTMLElement, ..._figure: unknown[]) => Promise.resolve()),
  relayout: vi.fn((_node: HTMLElement, _changes: unknown) => Promise.resolve()),
  purge: vi.fn(),
  Plots: { resize: vi.fn() },
};
const figure = (y: number, shapes: object[] = []) => ({
  data: [{ type: "bar", y: [y] }],
  layout: { shapes },
});

let place: HTMLElement;
let charts: Charts;

beforeEach(() => {
  vi.clearAllMocks();
  place = document.createElement("div");
  charts = new Charts();
});

const show = (props: ChartProps) => act(() => render(<Chart charts={charts} {...props} />, place));
const node = () => place.querySelector<HTMLElement>(".wl-chart");

test("a chart has a name and waits until it may be drawn", async () => {
  await show({ figure: figure(1), label: "One bar", revision: 7 });
  expect(node()?.getAttribute("aria-label")).toBe("One bar");
  expect(plotly.react).not.toHaveBeenCalled();
  await act(() => charts.draw(plotly));
  expect(plotly.react).toHaveBeenCalledTimes(1);
  expect(node()?.dataset["revision"]).toBe("7");
});

test("the same figure is not drawn again, only its number changes", async () => {
  const same = figure(1);
  charts.draw(plotly);
  await show({ figure: same, revision: 1 });
  await show({ figure: same, revision: 2 });
  expect(plotly.react).toHaveBeenCalledTimes(1);
  expect(node()?.dataset["revision"]).toBe("2");
  await show({ figure: figure(1), revision: 3 });
  expect(plotly.react).toHaveBeenCalledTimes(2);
});

test("where only the shading is new the shapes are moved", async () => {
  charts.draw(plotly);
  const shaded = (x0: number) => ({ figure: figure(1, [{ x0, x1: x0 + 3 }]), revision: x0, shaded: true });
  await show(shaded(1));
  Object.assign(node() ?? {}, { layout: { selections: [{}] } });
  await show(shaded(2));
  expect(plotly.react).toHaveBeenCalledTimes(1);
  expect(plotly.relayout.mock.calls[0]?.[1]).toEqual({
    "selections[0]": null,
    "shapes[0].x0": 2,
    "shapes[0].x1": 5,
  });
  await show({ ...shaded(3), figure: figure(2, [{ x0: 3, x1: 6 }]) });
  expect(plotly.react).toHaveBeenCalledTimes(2);
});

test("a narrow page has the figure that stands upright, where there is one", async () => {
  charts.draw(plotly);
  const [wide, upright] = [figure(1), figure(2)];
  await show({ figure: wide, upright });
  await act(() => {
    charts.narrow.value = true;
  });
  expect(plotly.react.mock.calls.map(([, data]) => data)).toEqual([wide.data, upright.data]);
});

test("charts that are held are drawn once, with what is shown then", async () => {
  charts.draw(plotly);
  charts.held.value = true;
  await show({ figure: figure(1) });
  await show({ figure: figure(2) });
  expect(plotly.react).not.toHaveBeenCalled();
  await act(() => {
    charts.held.value = false;
  });
  expect(plotly.react.mock.calls.map(([, data]) => data)).toEqual([figure(2).data]);
});

test("a drawing that was overtaken does not say that it is the newest", async () => {
  charts.draw(plotly);
  let finish = () => {};
  plotly.react.mockImplementationOnce(() => new Promise<void>((resolve) => (finish = resolve)));
  await show({ figure: figure(1), revision: 1 });
  plotly.react.mockImplementationOnce(() => new Promise<void>(() => {}));
  await show({ figure: figure(2), revision: 2 });
  finish();
  await Promise.resolve();
  expect(node()?.dataset["revision"]).toBeUndefined();
});

test("what was drawn is given back when the chart is gone", async () => {
  charts.draw(plotly);
  await show({ figure: figure(1) });
  const drawn = node();
  await act(() => render(null, place));
  expect(plotly.purge).toHaveBeenCalledWith(drawn);
});

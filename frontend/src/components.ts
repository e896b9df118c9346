// Parts of the page, each of which draws what it is given and needs nothing around it: by name for other pages, and as the
// widgets of diagnostics.widgets, whose module this is.

import { mountPart, type PartModel } from "./widgets";

export { h, render as draw } from "preact"; // a widget may export no `render` by name
export { Chances } from "./components/Chances";
export { Chart } from "./components/Chart";
export { Charts, ChartsContext } from "./components/charts";
export { Door } from "./components/Door";
export { Field } from "./components/Field";
export { Lines } from "./components/Lines";
export { loadPlotly } from "./components/plotly";
export { Scroll, Table } from "./components/Table";

export default {
  render({ model, el }: { model: PartModel; el: HTMLElement }) {
    return mountPart(model, el);
  },
};

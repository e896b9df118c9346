// Parts of the page for notebooks and other pages: each draws what it is given and needs nothing around it.

export { h, render } from "preact";
export { Chances } from "./components/Chances";
export { Chart } from "./components/Chart";
export { Charts, ChartsContext } from "./components/charts";
export { Door } from "./components/Door";
export { Field } from "./components/Field";
export { Lines } from "./components/Lines";
export { loadPlotly } from "./components/plotly";
export { Scroll, Table } from "./components/Table";

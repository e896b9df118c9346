// The dashboard: a widget in a notebook, and the page of a document that a server has sent.

import "./styles/dashboard.css";
import { mountDashboard } from "./dashboard/mount";
import type { Reply } from "./messages/messages";
import { first, over, publish, type Widget } from "./published";

const widget: Widget = {
  render({ model, el }) {
    const published = document.body.dataset.voila === "voila";
    return mountDashboard(over(model), el, { first: published ? (first() as Reply | null) : null }).close;
  },
};

publish(widget);

export default widget;

// The consultation as a widget.

import { render } from "preact";
import { mountDashboard } from "../dashboard/mount";
import { over, type Widget } from "../published";
import { Consultation } from "./consultation";
import type { Inner, PageInside } from "./inner";
import { Session } from "./session";

export const widget: Widget = {
  render({ model, el }) {
    const session = new Session(over(model));
    el.replaceChildren();
    render(<Consultation session={session} makePage={insidePage} />, el);
    return () => render(null, el);
  },
};

function insidePage(inner: Inner, place: HTMLElement): PageInside {
  return mountDashboard(inner, place, { inside: true });
}

// The consultation as a widget.

import { render } from "preact";
import type { Model } from "../line/kernel";
import type { Line as Other } from "../line/line";
import { Consultation } from "./consultation";
import type { Inner, PageInside } from "./inner";
import { Session } from "./session";

// They stand before it in the same module, as long as the page is not part of this bundle.
declare const Line: { over(model: Model | Other): Other };
declare const Page: new (model: Inner, place: HTMLElement, options: { inside: true }) => PageInside;

export const widget = {
  render({ model, el }: { model: Model | Other; el: HTMLElement }): () => void {
    const session = new Session(Line.over(model));
    el.replaceChildren();
    render(<Consultation session={session} makePage={insidePage} />, el);
    return () => render(null, el);
  },
};

function insidePage(inner: Inner, place: HTMLElement): PageInside {
  return new Page(inner, place, { inside: true });
}

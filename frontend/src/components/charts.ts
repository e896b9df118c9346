// What all charts of a page share: when they may be drawn, whether the page is narrow, and that each is as wide as its place.

import { signal } from "@preact/signals";
import { createContext } from "preact";
import type { Spec } from "../messages/messages";
import { isDark, onTheme } from "../theme";
import { afterPaper, type Figures, onPaper } from "./paper";
import type { Drawn, Plotly } from "./plotly";
import { fitting } from "./ticks";

const NARROW_PX = 820; // as in page.css

export class Charts {
  /** Set once charts may be drawn. */
  readonly plotly = signal<Plotly | null>(null);
  /** The words are painted first. */
  readonly held = signal(false);
  readonly narrow = signal(false);
  /** The page is drawn on a dark ground. */
  readonly dark = signal(false);
  /** How often the page was printed: afterwards every chart is drawn anew. */
  readonly printed = signal(0);
  private readonly nodes = new Set<HTMLElement>();
  private readonly figures = new WeakMap<HTMLElement, Spec>(); // as it is drawn
  private readonly onPaper = new WeakMap<HTMLElement, Figures>();
  private readonly resized = new WeakMap<HTMLElement, () => void>();
  private readonly places = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      this.resized.get(target as HTMLElement)?.();
      this.fit(target as Drawn);
    }
  });
  private readonly page = new ResizeObserver(([entry]) => {
    if (entry) this.narrow.value = entry.target.clientWidth <= NARROW_PX;
  });

  draw(plotly: Plotly): void {
    this.plotly.value = plotly;
  }

  /** Let the browser paint what else has changed before charts are drawn. */
  hold(): void {
    if (this.held.peek()) return;
    this.held.value = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.held.value = false;
      }),
    );
  }

  /** Watch how wide the page is, and whether it is dark; on paper its charts are drawn for it. */
  within(page: Element): () => void {
    const look = () => {
      this.dark.value = isDark(page);
    };
    const print = () => this.print();
    const shown = () => this.afterPrint();
    this.page.observe(page);
    look();
    const unhear = onTheme(look);
    window.addEventListener("beforeprint", print);
    window.addEventListener("afterprint", shown);
    return () => {
      this.page.unobserve(page);
      unhear();
      window.removeEventListener("beforeprint", print);
      window.removeEventListener("afterprint", shown);
    };
  }

  /** Watch a chart's place; `resized` is called when its size changes. */
  add(node: HTMLElement, resized: () => void): () => void {
    this.nodes.add(node);
    this.resized.set(node, resized);
    this.places.observe(node);
    return () => {
      this.nodes.delete(node);
      this.places.unobserve(node);
      this.plotly.peek()?.purge(node);
    };
  }

  /** What is drawn on paper in the place of a chart. */
  note(node: HTMLElement, figures: Figures): void {
    this.onPaper.set(node, figures);
  }

  private print(): void {
    const plotly = this.plotly.peek();
    for (const node of this.nodes) {
      const figures = this.onPaper.get(node);
      if (plotly && figures && (node as Drawn)._fullLayout) onPaper(plotly, node as Drawn, figures);
    }
  }

  private afterPrint(): void {
    for (const node of this.nodes) afterPaper(node);
    this.printed.value += 1;
  }

  /** The layout of a figure in the room that its place has. */
  laidOut(node: HTMLElement, figure: Spec): Spec["layout"] {
    this.figures.set(node, figure);
    const ticks = fitting(figure, node.clientWidth);
    return ticks
      ? { ...figure.layout, xaxis: { ...(figure.layout.xaxis as object), ...ticks } }
      : figure.layout;
  }

  /** A chart is as wide as its place, even if that was hidden when the chart was drawn. */
  fit(node: Drawn): void {
    const drawn = node._fullLayout;
    const { clientWidth: width, clientHeight: height } = node;
    const plotly = this.plotly.peek();
    if (!plotly || !drawn || !width || (drawn.width === width && drawn.height === height)) return;
    const figure = this.figures.get(node);
    const ticks = figure && fitting(figure, width);
    if (!ticks) plotly.Plots.resize(node);
    else
      plotly
        .relayout(node, { "xaxis.tickvals": ticks.tickvals, "xaxis.ticktext": ticks.ticktext })
        .then(() => plotly.Plots.resize(node));
  }

  /** A page that was hidden is shown: charts that were drawn meanwhile get their size. */
  shownAgain(): void {
    for (const node of this.nodes) this.fit(node as Drawn);
  }

  close(): void {
    this.places.disconnect();
    this.page.disconnect();
    for (const node of this.nodes) this.plotly.peek()?.purge(node);
  }
}

export const ChartsContext = createContext<Charts | null>(null);

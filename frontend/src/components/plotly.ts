// plotly.js, loaded once for all charts: the server's file, or where there is none (JupyterLab) the one that the kernel sends.

import type { Channel } from "../line/channel";
import type { Spec } from "../messages/messages";

/** A chart's place, once plotly has drawn into it. */
export interface Drawn extends HTMLElement {
  layout: Spec["layout"];
  _fullLayout?: { width: number; height: number };
  on(name: "plotly_selected", listener: (event?: { range?: { x: [number, number] } }) => void): void;
}

/** As much of plotly.js as is needed. */
export interface Plotly {
  react(node: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  relayout(node: HTMLElement, changes: Record<string, unknown>): Promise<unknown>;
  purge(node: HTMLElement): void;
  Plots: { resize(node: HTMLElement): void };
}

declare global {
  interface Window {
    Plotly?: Plotly;
  }
}

let loading: Promise<unknown> | null = null;

/** Load plotly.js: from this page's server, else through a channel to a kernel. */
export async function loadPlotly(channel?: Channel): Promise<Plotly> {
  if (!window.Plotly) {
    loading ??= fromServer().catch(() => channel && fromKernel(channel));
    await loading;
  }
  if (!window.Plotly) throw new Error("plotly.js is not here");
  return window.Plotly;
}

/** Fetch the server's file, without running it. */
export function fetchPlotly(): void {
  const href = served();
  if (!href || window.Plotly) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "script", href }));
}

function served(): string | undefined {
  return document.body.dataset.weakLinkPlotly;
}

function fromServer(): Promise<unknown> {
  const src = served();
  if (!src) return Promise.reject(new Error("no server copy"));
  return new Promise((onload, onerror) =>
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror })),
  );
}

function fromKernel(channel: Channel): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const receive = (message: { plotly?: boolean }, buffers: BlobPart[]) => {
      if (!message.plotly) return;
      channel.off("msg:custom", receive);
      run(buffers).then(resolve, reject);
    };
    channel.on("msg:custom", receive);
    channel.send({ do: "plotly" } as never);
  });
}

// As a module of its own: it sets window.Plotly, whatever module loader the notebook has.
async function run(code: BlobPart[]): Promise<void> {
  const address = URL.createObjectURL(new Blob(code, { type: "text/javascript" }));
  try {
    await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

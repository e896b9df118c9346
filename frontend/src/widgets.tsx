// One part of the page as a widget of a notebook: what it shows comes from Python, and a form says what was typed.

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Chart } from "./components/Chart";
import { Charts } from "./components/charts";
import { Door } from "./components/Door";
import { Field } from "./components/Field";
import { loadPlotly } from "./components/plotly";
import type { ChartPane, DoorPane, FieldPane } from "./messages/messages";

const SETTLES_MS = 600; // a pause after which what was typed is read

/** As much of an anywidget's model as a part needs. */
export interface PartModel {
  send(content: unknown): void;
  on(name: string, listener: () => void): void;
  off(name: string, listener: () => void): void;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
}

/** What a form shows. */
interface FormPane {
  title: string;
  fields: FieldPane[];
  errors: Record<string, string>;
  missing: Record<string, string>;
  notes: Record<string, string>;
}

interface PartProps {
  model: PartModel;
  charts: Charts;
}

let forms = 0;

function Part({ model, charts }: PartProps) {
  const pane = useTrait(model, "_pane") as Record<string, unknown>;
  if (!("kind" in pane)) return <p class="wl-caption">{String(pane.empty ?? "")}</p>;
  if (pane.kind === "door") return <Door door={pane.door as DoorPane} />;
  if (pane.kind === "form") return <Form model={model} pane={pane.form as FormPane} />;
  return <Picture pane={pane.chart as ChartPane} charts={charts} />;
}

function Picture({ pane, charts }: { pane: ChartPane; charts: Charts }) {
  return (
    <>
      <h3 class="wl-h">{pane.title}</h3>
      <Chart figure={pane.figure} upright={pane.upright} label={pane.text} charts={charts} />
      <p class="wl-caption">{pane.caption}</p>
    </>
  );
}

function Form({ model, pane }: { model: PartModel; pane: FormPane }) {
  const texts = useTrait(model, "texts") as Record<string, string>;
  const typed = useRef<Record<string, string>>({});
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [prefix] = useState(() => {
    forms += 1;
    return `wl-part-${forms}`;
  });
  const settle = () => {
    clearTimeout(timer.current);
    if (!Object.keys(typed.current).length) return;
    model.set("texts", { ...(model.get("texts") as object), ...typed.current });
    typed.current = {};
    model.save_changes();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <form
      aria-label={pane.title}
      onSubmit={(event) => event.preventDefault()}
      onFocusOut={settle}
      onKeyDown={(event) => {
        event.stopPropagation(); // the keys of a notebook's cells are not meant
        if (event.key === "Enter") settle();
      }}
    >
      <h3 class="wl-h">{pane.title}</h3>
      <div class="wl-fields">
        {pane.fields.map((field) => (
          <Field
            key={field.key}
            field={field}
            prefix={prefix}
            text={texts[field.key] ?? ""}
            error={pane.errors[field.key] ?? ""}
            missing={pane.missing[field.key] ?? ""}
            note={pane.notes[field.key] ?? ""}
            onType={(key, text) => {
              typed.current[key] = text;
              clearTimeout(timer.current);
              timer.current = setTimeout(settle, SETTLES_MS);
            }}
            onChoose={(key, text) => {
              typed.current[key] = text;
              settle();
            }}
          />
        ))}
      </div>
    </form>
  );
}

/** A trait of the widget, as it is now. */
function useTrait(model: PartModel, name: string): unknown {
  const [value, change] = useState(() => model.get(name));
  useEffect(() => {
    const changed = () => change(model.get(name));
    model.on(`change:${name}`, changed);
    changed();
    return () => model.off(`change:${name}`, changed);
  }, [model, name]);
  return value;
}

/** Show a part in a cell's output; gives what ends it. */
export function mountPart(model: PartModel, el: HTMLElement): () => void {
  const root = document.createElement("div");
  root.className = "wl wl-part";
  el.replaceChildren(root);
  const charts = new Charts();
  const unwatch = charts.within(root);
  render(<Part model={model} charts={charts} />, root);
  if (model.get("_draws"))
    loadPlotly(model as never).then(
      (plotly) => charts.draw(plotly),
      (problem: unknown) => console.error(problem),
    );
  return () => {
    unwatch();
    render(null, root);
    charts.close();
  };
}

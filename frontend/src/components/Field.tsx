// A field of a form: its name, what it means, where it is typed, its unit, and what is said of what stands in it.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { FieldPane } from "../messages/messages";

export interface FieldProps {
  field: FieldPane;
  /** What begins the id of each of its elements. */
  prefix: string;
  /** What should stand in it. */
  text: string;
  error?: string;
  missing?: string;
  note?: string;
  hidden?: boolean;
  /** Set the text although somebody is typing here. */
  fill?: boolean;
  /** Answers that lead somewhere; the others are not offered. All are where it is absent. */
  offered?: string[][] | undefined;
  /** Changes with every answer: only then is the text set. */
  revision?: number;
  onType: (key: string, text: string) => void;
  /** Something was chosen; as if it was typed where absent. */
  onChoose?: (key: string, text: string) => void;
  /** Next to the name. */
  help?: ComponentChildren;
  /** A question below it, which describes it too: its id ends with `-doubt`. */
  children?: ComponentChildren;
}

export function Field({ field, prefix, text, error = "", missing = "", note = "", ...more }: FieldProps) {
  const { key, kind } = field;
  const input = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const [first] = useState(text); // a field of the document that is taken over keeps what was typed into it
  const id = `${prefix}-${key}`;
  useLayoutEffect(() => {
    const node = input.current;
    if (!node || node.value === text) return;
    const typing = document.activeElement === node && kind !== "choice";
    if (more.fill || !typing) node.value = text;
  }, [more.revision, text]);
  const common = {
    ref: input,
    id,
    name: key,
    class: "wl-input",
    "aria-describedby": `${id}-term ${id}-unit ${id}-note ${id}-said${more.children ? ` ${id}-doubt` : ""}`,
    "aria-invalid": error ? ("true" as const) : undefined,
  };
  const state = error ? " wl-wrong" : missing ? " wl-missing" : "";
  return (
    <div class={`wl-field wl-field-${key}${state}`} hidden={more.hidden ?? false}>
      <div class="wl-about">
        <div class="wl-named">
          <label for={id} class="wl-label">
            {field.label}
          </label>
          {more.help}
        </div>
        <p class="wl-term" id={`${id}-term`}>
          {field.term}
        </p>
      </div>
      <div class="wl-entry">
        {kind === "choice" ? (
          <select
            {...common}
            onChange={({ currentTarget }) => (more.onChoose ?? more.onType)(key, currentTarget.value)}
          >
            {field.options.map(([value = "", words = ""]) => {
              const out = Boolean(value && more.offered && !more.offered.some(([one]) => one === value));
              return (
                <option key={value} value={value} hidden={out} disabled={out}>
                  {words}
                </option>
              );
            })}
          </select>
        ) : (
          <input
            {...common}
            type="text"
            defaultValue={first}
            inputmode={kind === "count" ? "numeric" : kind === "day" ? "text" : "decimal"}
            placeholder={kind === "day" && field.group !== "asked" ? "2025-06-30" : undefined}
            autocomplete="off"
            spellcheck={false}
            maxlength={200}
            onInput={({ currentTarget }) => more.onType(key, currentTarget.value)}
          />
        )}
        {field.unit ? (
          <span class="wl-unit" id={`${id}-unit`}>
            {field.unit}
          </span>
        ) : null}
      </div>
      <p class="wl-note" id={`${id}-note`}>
        {note}
      </p>
      <p class="wl-said" id={`${id}-said`}>
        {error || missing}
      </p>
      {more.children}
    </div>
  );
}

// A table of texts that scrolls inside its own box where it is wider than its place.

import type { ComponentChildren } from "preact";

export interface TableProps {
  columns: string[];
  rows: string[][];
  /** The first column of numbers, which are set to the right; none where absent. */
  numbersFrom?: number;
}

export function Table({ columns, rows, numbersFrom = Number.POSITIVE_INFINITY }: TableProps) {
  const numeric = (at: number) => (at >= numbersFrom ? "wl-num" : undefined);
  return (
    <table class="wl-table">
      <thead>
        <tr>
          {columns.map((text, at) => (
            <th key={at} class={numeric(at)} scope="col">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, line) => (
          <tr key={line}>
            {row.map((text, at) =>
              at ? (
                <td key={at} class={numeric(at)}>
                  {text}
                </td>
              ) : (
                <th key={at} class={numeric(at)} scope="row">
                  {text}
                </th>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A box that can be scrolled, also with the keyboard. */
export function Scroll({ label, children, ...attributes }: ScrollProps) {
  return (
    <div class="wl-scroll" tabindex={0} role="region" aria-label={label} {...attributes}>
      {children}
    </div>
  );
}

interface ScrollProps {
  label: string;
  children?: ComponentChildren;
  "data-fault"?: string;
}

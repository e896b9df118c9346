// All sessions in a row: each side's share of its target as two lines, and everything as a table.

import type { ComponentChildren } from "preact";
import type { TrendDot, TrendPane } from "../messages/messages";
import { Card } from "./fields";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 200, 72, 140, 16, 34];
const SIDES = ["marketing", "sales"] as const;

export function Trend(trend: TrendPane) {
  return (
    <Card title={trend.title} class="wc-trend">
      <figure>
        <Chart dots={trend.chart} names={trend.lines} text={trend.text} />
        <figcaption class="wl-caption">{trend.text}</figcaption>
      </figure>
      <Wide label={trend.title}>
        <table class="wl-table">
          <thead>
            <tr>
              {trend.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trend.rows.map(({ cells, said }, at) => (
              <tr key={at}>
                {cells.map((cell, column) =>
                  column ? (
                    <td key={column} data-label={trend.columns[column]}>
                      {cell}
                      {column === 1 && said && <span class="wl-of wc-said-then">{said}</span>}
                    </td>
                  ) : (
                    <th key={column} scope="row">
                      {cell}
                    </th>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p class="wl-caption">{trend.about}</p>
    </Card>
  );
}

/** A table that may be wider than the page: it is reached and moved with the keys. */
export function Wide({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <section class="wc-wide" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

// Drawn to be stretched: its letters keep their size by the width of the card.
function Chart({ dots, names, text }: { dots: readonly TrendDot[]; names: readonly string[]; text: string }) {
  const most = Math.max(1.1, ...dots.flatMap(({ marketing, sales }) => [marketing, sales]));
  const days = dots.map(({ date }) => Date.parse(date));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const x = (day: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (day - first)) / Math.max(1, last - first);
  const y = (share: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * Math.min(share, most)) / most;
  return (
    <svg class="wc-trend-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text}>
      {[0, 0.5, 1].map((share) => (
        <g key={share} class={share === 1 ? "wc-trend-target" : "wc-trend-rule"}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(share)} y2={y(share)} />
          <text x={LEFT - 8} y={y(share) + 4} text-anchor="end">
            {percent(share)}
          </text>
        </g>
      ))}
      {SIDES.map((side, which) => (
        <g key={side} class={`wc-trend-line wc-trend-${side}`}>
          <polyline points={dots.map((dot, at) => `${x(days[at] ?? first)},${y(dot[side])}`).join(" ")} />
          {dots.map((dot, at) => (
            <Mark key={dot.date} side={side} x={x(days[at] ?? first)} y={y(dot[side])} />
          ))}
          <text x={WIDTH - RIGHT + 12} y={nameAt(dots, which, y)}>
            {names[which]}
          </text>
        </g>
      ))}
      {dots.map(({ label, date }, at) =>
        at === 0 || at === dots.length - 1 ? (
          <text key={date} x={x(days[at] ?? first)} y={HEIGHT - 8} text-anchor={at ? "end" : "start"}>
            {label}
          </text>
        ) : null,
      )}
    </svg>
  );
}

// A circle and a square, as everywhere: the sides differ in more than colour.
function Mark({ side, x, y }: { side: (typeof SIDES)[number]; x: number; y: number }) {
  return side === "marketing" ? (
    <circle cx={x} cy={y} r={4.5} />
  ) : (
    <rect x={x - 4.5} y={y - 4.5} width={9} height={9} />
  );
}

// Names at the end of two lines that meet are kept apart.
function nameAt(dots: readonly TrendDot[], which: number, y: (share: number) => number): number {
  const end = dots[dots.length - 1];
  if (!end) return 0;
  const [marketing, sales] = [y(end.marketing), y(end.sales)];
  const close = Math.abs(marketing - sales) < 16;
  const own = which ? sales : marketing;
  const above = which ? sales < marketing : marketing <= sales;
  return 4 + (close ? (marketing + sales) / 2 + (above ? -8 : 8) : own);
}

const percent = (share: number) =>
  new Intl.NumberFormat(document.documentElement.lang || undefined, { style: "percent" }).format(share);

// 90% ranges one below the other, on one track.

import type { RangeBar } from "../messages/messages";

export function Ranges({ ranges }: { ranges: readonly RangeBar[] }) {
  return (
    <div
      class="wl-ranges"
      role="img"
      aria-label={ranges.map(({ label, words }) => `${label}: ${words}`).join("; ")}
    >
      {ranges.map(({ label, low, high, at, goal, words }) => (
        <div key={label} class="wl-range">
          <span>{label}</span>
          <div class="wl-track">
            <i style={{ left: `${low}%`, right: `${high}%` }} />
            <b style={{ left: `${at}%` }} />
            {goal !== null && <u style={{ left: `${goal}%` }} />}
          </div>
          <span class="wl-of">{words}</span>
        </div>
      ))}
    </div>
  );
}

// Why leads were lost: each kind with its range, where that points, and what is in none of the shares.

import type { LostPane } from "../messages/messages";
import { Lines } from "./Lines";
import { Ranges } from "./Ranges";

export function LostReasons({ ranges, counts, lines, notes, caption }: LostPane) {
  return (
    <div class="wl-lost-reasons">
      {lines.map((line) => (
        <p key={line} class="wl-lost-says">
          {line}
        </p>
      ))}
      {ranges.length > 0 && <Ranges ranges={ranges} />}
      {counts.length > 0 && <Lines lines={counts} />}
      {notes.map((note) => (
        <p key={note} class="wl-caption">
          {note}
        </p>
      ))}
      <p class="wl-caption">{caption}</p>
    </div>
  );
}

// The door: marketing on one side, sales on the other, people as width, the target as the dashed outline. It is laid out in
// the room it has by styles/door.css; the texts are text.

import type { DoorPane, DoorSide } from "../messages/messages";

export function Door({ door }: { door: DoorPane | null | undefined }) {
  const [marketing, sales] = door?.sides ?? [];
  return (
    <div class="wl-door-room">
      <p class="wl-door-direct">{door?.direct}</p>
      <div class="wl-door">
        {marketing && <Side {...marketing} />}
        <div class="wl-door-leaf" aria-hidden="true" />
        {sales && <Side {...sales} />}
      </div>
    </div>
  );
}

function Side({ side, title, fullness, who, target, full, mark, weak }: DoorSide) {
  const [start, middle, end] = fullness;
  return (
    <div class={`wl-door-side wl-${side}${weak ? " wl-weak" : ""}`}>
      <p class="wl-door-title">{title}</p>
      <div
        class="wl-door-stream"
        style={`--start:${start};--middle:${middle};--end:${end}`}
        aria-hidden="true"
      />
      <div class="wl-door-says">
        <p class="wl-door-who">{who}</p>
        <p class="wl-door-full">{full}</p>
        <p class="wl-door-target">{target}</p>
        <p class="wl-door-mark">{mark}</p>
      </div>
    </div>
  );
}

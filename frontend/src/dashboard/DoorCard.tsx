// The first card of the answer: what it costs, what would settle it, the door, and what it rests on.

import { Door } from "../components/Door";
import { useStore } from "./context";
import { Explain, How } from "./help/Term";
import { useRoom } from "./room";

export function DoorCard() {
  const room = useRoom<HTMLDivElement>();
  const { view, answer, settled, panes } = useStore().shown.value;
  return (
    <section class="wl-card wl-doorcard">
      <p class="wl-caption wl-then">{view?.then}</p>
      <div ref={room} class="wl-concluded wl-costs">
        <p class="wl-cost">
          {settled?.cost}
          <How figure="cost" />
        </p>
        <p class="wl-settling">{settled?.settling}</p>
        <p class="wl-worth">{settled?.worth}</p>
      </div>
      <Door door={answer?.door} />
      <div class="wl-basis">
        <p class="wl-caption">{[answer?.basis, panes?.judged].filter(Boolean).join(" ")}</p>
        <Explain
          figure="door"
          terms={["marketing", "sales_team", "lead", "sale", "self_service", "target", "capacity"]}
        />
      </div>
    </section>
  );
}

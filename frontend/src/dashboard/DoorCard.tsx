// The first card of the answer: what it costs, what would settle it, the door, and what it rests on.

import { Door } from "../components/Door";
import { useStore } from "./context";

export function DoorCard() {
  const { view, answer, panes } = useStore().shown.value;
  return (
    <section class="wl-card wl-doorcard">
      <p class="wl-caption wl-then">{view?.then}</p>
      <p class="wl-cost">{answer?.cost}</p>
      <p class="wl-settling">{answer?.settling}</p>
      <p class="wl-worth">{answer?.worth}</p>
      <Door door={answer?.door} />
      <p class="wl-caption">{[answer?.basis, panes?.judged].filter(Boolean).join(" ")}</p>
    </section>
  );
}

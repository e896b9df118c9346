// The answer's first lines: the sentence, what it rests on, how likely each verdict is, and how far long work has got.

import { Chances } from "../components/Chances";
import { t } from "../words";
import { useStore } from "./context";
import { Doubt } from "./Doubt";
import { Explain } from "./help/Term";
import { useRoom } from "./room";
import { headline, restsOn, stateLine } from "./store/life";

export function Head() {
  const store = useStore();
  const room = useRoom<HTMLDivElement>();
  const shown = store.shown.value;
  const life = store.life.value;
  const { view, settled, nothing, doubts } = shown;
  const state = stateLine(shown, life, store.now);
  return (
    <section class="wl-head wl-card" id={`${store.id}-answer`} tabindex={-1} aria-label={t("The answer")}>
      <div ref={room} class="wl-headline">
        <span class="wl-eg" hidden={!view?.example || nothing}>
          {t("Example")}
        </span>
        <h2 class="wl-sentence">{headline(shown, life, store.now)}</h2>
      </div>
      <div class="wl-weight">
        <p class="wl-rests">{state || nothing ? "" : restsOn(shown)}</p>
        <p class={life.stale ? "wl-state wl-stale-note" : "wl-state"}>{state}</p>
        <Explain figure="verdict" terms={["weak_link", "likely"]} hidden={Boolean(state)} />
      </div>
      <Chances chances={settled?.chances ?? []} />
      <div class="wl-head-doubts">
        {Object.entries(doubts).map(([key, question]) => (
          <Doubt key={key} field={key} question={question} />
        ))}
      </div>
      <Working />
    </section>
  );
}

function Working() {
  const { progress, exports } = useStore();
  const now = progress.value;
  return (
    <div class="wl-progress" hidden={!now}>
      <span class="wl-doing">{now?.text}</span>
      <progress class="wl-progress-bar" max={1} value={now?.share} aria-label={t("How far it is")} />
      <button type="button" class="wl-button wl-small" onClick={() => exports.stop()}>
        {t("Stop")}
      </button>
    </div>
  );
}

// The answer's first lines: the sentence, how likely each verdict is, and how far long work has got.

import { Chances } from "../components/Chances";
import { t } from "../words";
import { useStore } from "./context";
import { sentence } from "./store/shown";

export function Head() {
  const { shown, id } = useStore();
  const { view, answer } = shown.value;
  return (
    <section class="wl-head wl-card" id={`${id}-answer`} tabindex={-1} aria-label={t("The answer")}>
      <div role="status" aria-live="polite" aria-atomic="true">
        <h2 class="wl-sentence">{view ? sentence(shown.value) : t("Opening …")}</h2>
      </div>
      <Chances chances={answer?.chances ?? []} />
      <p class="wl-stale-note">{t("This result is for your previous numbers.")}</p>
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

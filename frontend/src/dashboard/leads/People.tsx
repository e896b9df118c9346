// Is it the leads or the people?

import { Lines } from "../../components/Lines";
import { useStore } from "../context";

export function People() {
  const { view, study } = useStore().shown.value;
  const { title, sentence, advice, alarm, evidence, over } = study?.people ?? {};
  const left = Boolean(advice || alarm);
  const right = Boolean(evidence?.length);
  return (
    <section class="wl-card wl-leads wl-people" hidden={view?.way !== "ledger" || !study}>
      <h3 class="wl-h">{title}</h3>
      <p class="wl-people-sentence">{sentence}</p>
      <div class={left && right ? "wl-people-two" : "wl-people-two wl-people-one"} hidden={!left && !right}>
        <div hidden={!left}>
          <p class="wl-people-advice">{advice}</p>
          <p class="wl-people-alarm">{alarm}</p>
        </div>
        <div hidden={!right}>
          <Lines lines={evidence} />
        </div>
      </div>
      <p class="wl-caption">{over}</p>
    </section>
  );
}

// What the consultant says and asks at this step, and notes: hidden while the page is projected.

import { Lines } from "../components/Lines";
import type { CaseShell } from "../messages/messages";
import { t } from "../words";
import { Area } from "./fields";
import type { StepKey } from "./session";

export function Presenter({ talk, note, note_said, step }: CaseShell) {
  return (
    <aside class="wl-card wc-talk" aria-label={t("Presenter notes")} hidden={talk.hidden}>
      <h3 class="wl-h">{t("Presenter notes (private)")}</h3>
      <p class="wl-caption">{talk.minutes}</p>
      <Lines lines={talk.points} />
      <h4>{t("Ask this")}</h4>
      <p class="wc-ask">{talk.ask}</p>
      <h4>{t("Notes")}</h4>
      <Area
        key={step}
        name={`note ${step}`}
        text={note}
        message={(text) => ({ do: "note", step: step as StepKey, text })}
        class="wl-input wc-note"
        rows={4}
        aria-label={t("Notes on this step")}
        placeholder={t("Notes on this step")}
      />
      <p class="wl-caption">{note_said}</p>
    </aside>
  );
}

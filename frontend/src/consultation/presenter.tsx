// What the consultant says and asks at this step, and notes: hidden while the page is projected.

import { useEffect, useState } from "preact/hooks";
import { Lines } from "../components/Lines";
import type { CaseShell } from "../messages/messages";
import { t } from "../words";
import { Area, Button } from "./fields";
import type { StepKey } from "./session";

const MINUTE_MS = 60_000;

// Since this client was opened in this window; the other side has no clock.
function Clock({ until, file }: { until: number; file: string }) {
  const [now, tick] = useState(() => Date.now());
  const [begun, begin] = useState(() => begunAt(file));
  useEffect(() => {
    const timer = setInterval(() => tick(Date.now()), MINUTE_MS / 6);
    return () => clearInterval(timer);
  }, []);
  const minute = Math.max(0, Math.floor((now - begun) / MINUTE_MS));
  return (
    <p class="wc-clock" data-late={minute > until || undefined}>
      {minute > until
        ? t("Minute {minute}; this step was planned until minute {until}", { minute, until })
        : t("Minute {minute} of the session", { minute })}{" "}
      <Button
        class="wl-small"
        onClick={() => {
          begin(begunAt(file, true));
          tick(Date.now());
        }}
      >
        {t("Start the clock again")}
      </Button>
    </p>
  );
}

function begunAt(file: string, anew = false): number {
  const name = `weak-link clock ${file}`;
  try {
    const kept = anew ? null : sessionStorage.getItem(name);
    const at = Number(kept ?? Date.now());
    if (!kept) sessionStorage.setItem(name, String(at));
    return at;
  } catch {
    return Date.now(); // a browser that keeps nothing
  }
}

export function Presenter({ talk, note, note_said, step, file }: CaseShell) {
  return (
    <aside class="wl-card wc-talk" aria-label={t("Presenter notes")}>
      <h3 class="wl-h">{t("Presenter notes (private)")}</h3>
      <p class="wl-caption">{talk.minutes}</p>
      <Clock until={talk.until} file={file} />
      <Lines lines={talk.points} />
      <h4>{t("Ask this")}</h4>
      <p class="wc-ask">{talk.ask}</p>
      {talk.next && (
        <>
          <h4>{t("Next question")}</h4>
          <p class="wc-next">{talk.next}</p>
        </>
      )}
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

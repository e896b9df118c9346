// What is said below the tools: that the connection is lost, and what was just done or went wrong.

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { useStore } from "./context";

export function Banner() {
  const { lost, refusal } = useStore().connection.value;
  return (
    <div class="wl-banner" role="alert" hidden={!lost}>
      <span>
        {lost ? refusal || t("Connection lost. Trying again … What you type is kept in this page.") : ""}
      </span>
      <button type="button" class="wl-button" hidden={!refusal} onClick={() => location.reload()}>
        {t("Reload")}
      </button>
    </div>
  );
}

export function Notice() {
  const { text, alarming, link } = useStore().notice.value;
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => box.current?.select(), [link]);
  return (
    <p class={alarming ? "wl-notice wl-alarm" : "wl-notice"} role="status" aria-live="polite">
      {text}
      {link ? <input ref={box} class="wl-input" readonly value={link} aria-label={t("The link")} /> : null}
    </p>
  );
}

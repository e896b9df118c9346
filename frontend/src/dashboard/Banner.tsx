// What is said below the tools: that the connection is lost, and what was just done or went wrong.

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../words";
import { useStore } from "./context";
import { lostText } from "./store/store";

export function Banner() {
  const { lost, refusal } = useStore().connection.value;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (lost)
      box.current?.showPopover(); // over the page, so that nothing in it moves
    else if (box.current?.matches(":popover-open")) box.current.hidePopover();
  }, [lost]);
  return (
    <div ref={box} class="wl-banner wl-lost" popover="manual">
      <span>{lost ? lostText(refusal) : ""}</span>
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
    <p class={alarming ? "wl-notice wl-alarm" : "wl-notice"}>
      {text}
      {link ? <input ref={box} class="wl-input" readonly value={link} aria-label={t("The link")} /> : null}
    </p>
  );
}

/** The only part of the page that is read aloud by itself: one message, of what is settled, done or wrong. */
export function Spoken() {
  return (
    <p class="wl-away wl-spoken" role="status" aria-live="polite" aria-atomic="true">
      {useStore().spoken.value}
    </p>
  );
}

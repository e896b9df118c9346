// The meaning that is open: next to what was asked about, closed by Escape, by a press elsewhere and by going on.

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { useStore } from "../context";
import { type Asked, meaningOf } from "./help";

const GAP = 6;
const EDGE = 8; // pixels between the meaning and the edge of the window

export function Meanings() {
  const store = useStore();
  const { help } = store;
  const box = useRef<HTMLDivElement>(null);
  const opened = useRef<Asked | null>(null);
  const asked = help.asked.value;
  const { draft, stale } = store.life.value;
  const meaning = asked && meaningOf(asked.subject, store.shown.value, !draft && !stale);
  const shut = () => {
    help.asked.value = null;
  };
  useLayoutEffect(() => {
    const node = box.current;
    if (!node || !asked) return;
    opened.current = asked;
    if (!node.matches(":popover-open")) node.showPopover();
    place(node, asked.anchor);
    node.focus({ preventScroll: true });
    const move = () => place(node, asked.anchor);
    window.addEventListener("scroll", move, { capture: true, passive: true });
    window.addEventListener("resize", move);
    return () => {
      window.removeEventListener("scroll", move, { capture: true });
      window.removeEventListener("resize", move);
      const inside = node.contains(document.activeElement);
      if (node.matches(":popover-open")) node.hidePopover();
      if (inside && asked.anchor.isConnected) asked.anchor.focus({ preventScroll: true });
    };
  }, [asked]);
  return (
    <div
      ref={box}
      class="wl-meaning"
      popover="auto"
      role="dialog"
      tabindex={-1}
      aria-labelledby={`${store.id}-meaning`}
      aria-describedby={`${store.id}-meaning-text`}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault(); // only this is closed
        event.stopPropagation();
        shut();
      }}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) shut();
      }}
      onToggle={({ newState }) => {
        if (newState === "closed" && help.asked.peek() === opened.current) shut(); // not another one since
      }}
    >
      <p class="wl-strong" id={`${store.id}-meaning`}>
        {meaning?.title}
      </p>
      <div id={`${store.id}-meaning-text`}>
        <p>{meaning?.text}</p>
        <p class="wl-yours">
          {meaning?.text && meaning.yours
            ? t("With your numbers: {numbers}", { numbers: meaning.yours })
            : meaning?.yours}
        </p>
      </div>
      <div class="wl-meaning-foot">
        <button
          type="button"
          class="wl-button wl-small"
          onClick={() => {
            shut();
            help.glossary.value = true;
          }}
        >
          {t("All words")}
        </button>
        <button type="button" class="wl-button wl-small" onClick={shut}>
          {t("Close")}
        </button>
      </div>
    </div>
  );
}

/** Below the anchor, or above it where there is no room; inside the window in any case. */
function place(node: HTMLElement, anchor: HTMLElement): void {
  const from = anchor.getBoundingClientRect();
  const { clientWidth: wide, clientHeight: high } = document.documentElement;
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = from.bottom + GAP;
  const top = below + height + EDGE <= high ? below : Math.max(EDGE, from.top - GAP - height);
  const left = Math.max(EDGE, Math.min(from.left, wide - width - EDGE));
  node.style.top = `${Math.round(top)}px`;
  node.style.left = `${Math.round(left)}px`;
}

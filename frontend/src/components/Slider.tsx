// A link that is moved: its name, its level, and what it is now. What is moved stays where it is until that is answered.

import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { SliderPane } from "../messages/messages";

export interface SliderProps {
  pane: SliderPane;
  /** Where it was moved to is not answered yet. */
  waiting: () => boolean;
  onMove: (value: string) => void;
  disabled?: boolean;
}

export function Slider({ pane, waiting, onMove, disabled = false }: SliderProps) {
  const { link, label, side, low, high, step, value, text, about } = pane;
  const id = useId();
  const range = useRef<HTMLInputElement>(null);
  const held = useRef(false);
  useLayoutEffect(() => {
    const input = range.current;
    if (!input) return;
    [input.min, input.max, input.step] = [String(low), String(high), String(step)]; // other numbers, other ends
    if (!held.current && !waiting()) input.value = String(value);
  });
  return (
    <div class="wl-slider" data-side={side}>
      <label for={id}>{label}</label>
      <output for={id}>{text}</output>
      <input
        ref={range}
        type="range"
        id={id}
        class={`wl-slide wl-${side}-slide`}
        data-link={link}
        aria-valuetext={text}
        aria-describedby={`${id}-about`}
        disabled={disabled}
        onInput={({ currentTarget }) => {
          held.current = true;
          onMove(currentTarget.value);
        }}
        onChange={() => {
          held.current = false;
        }}
      />
      <p class="wl-caption" id={`${id}-about`}>
        {about}
      </p>
    </div>
  );
}

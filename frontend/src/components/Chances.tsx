// How likely each verdict is: as a bar, and in words.

import type { Chance } from "../messages/messages";

export function Chances({ chances }: { chances: Chance[] }) {
  return (
    <>
      <div class="wl-bar" aria-hidden="true">
        {chances
          .filter(({ share }) => share)
          .map(({ key, share }) => (
            <span key={key} class={`wl-${key}`} style={`flex-grow:${share}`} />
          ))}
      </div>
      <p class="wl-chances">
        {chances.map(({ key, label }) => (
          <span key={key} class={`wl-chance wl-${key}`}>
            {label}
          </span>
        ))}
      </p>
    </>
  );
}

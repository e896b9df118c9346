// On top of the wall: nothing but black, or a dot that follows the consultant's mouse.

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { t } from "../words";
import { useSession } from "./fields";
import { pixelsOf, placeOf } from "./wall";

export function OnTop({ root }: { root: RefObject<HTMLElement | null> }) {
  const { windows } = useSession();
  const { pointer, pointing, blank, desk } = windows;
  const on = pointing.value;

  useLayoutEffect(() => {
    if (!on) return;
    const move = (event: MouseEvent) => {
      const main = root.current?.querySelector(".wc-main");
      if (main) windows.point(placeOf(main, event));
    };
    document.addEventListener("mousemove", move);
    return () => document.removeEventListener("mousemove", move);
  }, [on, windows, root]);

  const main = root.current?.querySelector(".wc-main");
  const at = pointer.value && main ? pixelsOf(main, pointer.value) : null;
  const zoom = (root.current as { currentCSSZoom?: number } | null)?.currentCSSZoom ?? 1;
  return (
    <>
      {at && (
        <div
          class="wc-pointer"
          aria-hidden="true"
          style={{ transform: `translate(${at.left / zoom}px, ${at.top / zoom}px)` }}
        />
      )}
      {blank.value && !desk.value && (
        <button
          type="button"
          class="wc-blank"
          aria-label={t("The screen is blank. Press B to go on.")}
          onClick={() => windows.toggleBlank()}
        ></button>
      )}
    </>
  );
}

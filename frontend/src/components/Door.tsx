// The door: the drawing for a wide and for a narrow screen. It arrives as SVG that holds numbers only.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { DoorPane } from "../messages/messages";

export function Door({ door }: { door: Pick<DoorPane, "wide" | "upright"> | null | undefined }) {
  return (
    <>
      <Drawing class="wl-door-wide" svg={door?.wide ?? ""} />
      <Drawing class="wl-door-upright" svg={door?.upright ?? ""} />
    </>
  );
}

function Drawing({ svg, ...attributes }: { class: string; svg: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!svg) return;
    const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    place.current?.replaceChildren(document.importNode(drawing, true));
  }, [svg]);
  return <div ref={place} {...attributes} />;
}

// Step 1: the door, and a first question.

import { useLayoutEffect, useRef } from "preact/hooks";
import { setSvg } from "../dom";
import type { DoorStep } from "../messages/messages";
import { t } from "../words";
import { Card, Lines, Sides, useSession } from "./fields";

export function Door({ svg, rules, question }: DoorStep) {
  const session = useSession();
  const { id, prompt, answered, right, reason } = question;
  return (
    <>
      <Card>
        <div class="wc-door-picture">
          <Drawing class="wl-door-wide" text={svg.wide} />
          <Drawing class="wl-door-upright" text={svg.upright} />
        </div>
        <Lines class="wc-rules" lines={rules} />
      </Card>
      <Card class="wc-question" title={t("A first question")}>
        <p class="wc-prompt">{prompt}</p>
        <Sides
          label={t("Your answer")}
          answered={answered}
          right={right}
          act={(side) => session.ask({ do: "answer", id, side })}
        />
        <p class="wc-reason" role="status" aria-live="polite">
          {answered ? reason : ""}
        </p>
      </Card>
    </>
  );
}

function Drawing({ class: name, text }: { class: string; text: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current) setSvg(place.current, text);
  }, [text]);
  return <div ref={place} class={name} />;
}

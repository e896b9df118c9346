// Step 1: the door, and a first question.

import { Door as Drawing } from "../components/Door";
import { Lines } from "../components/Lines";
import type { DoorStep } from "../messages/messages";
import { t } from "../words";
import { Card, Sides, useSession } from "./fields";

export function Door({ door, rules, question }: DoorStep) {
  const session = useSession();
  const { id, prompt, answered, right, reason } = question;
  return (
    <>
      <Card>
        <div class="wc-door-picture">
          <Drawing door={door} />
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

// The cards of an answer that are the same for every way in.

import { Lines } from "../components/Lines";
import type { ActionPane, TemptingPane } from "../messages/messages";
import { t } from "../words";
import { ChartCard } from "./ChartCard";
import { useStore } from "./context";
import { DraftMark } from "./DraftMark";
import { Explain } from "./help/Term";

export function AnswerCards() {
  // The pictures follow what is typed; what is concluded is that of the last settled answer, and hidden in a draft.
  const { answer, settled, answerRevision } = useStore().shown.value;
  const revision = answerRevision ?? undefined;
  return (
    <>
      <ChartCard name="balance" pane={answer?.balance} revision={revision} concluding>
        <Explain figure="map" terms={["marketing", "sales_team", "target"]} />
      </ChartCard>
      <ChartCard name="bridge" pane={answer?.bridge} revision={revision}>
        <Explain figure="bridge" terms={["target", "capacity", "follow_up", "range"]} />
      </ChartCard>
      <section class="wl-card wl-concluded wl-next" hidden={!settled?.next.length}>
        <Title text={t("Which number would settle it")} />
        <Lines lines={settled?.next} />
        <p>{settled?.either_way}</p>
      </section>
      <section class="wl-card wl-concluded wl-for">
        <Title text={t("Why we think so")} />
        <Lines lines={settled?.for} />
      </section>
      <section class="wl-card wl-concluded wl-against">
        <Title text={t("What speaks against it")} />
        <Lines lines={settled?.against} />
        <p class="wl-caption">{settled?.change}</p>
      </section>
      <Tempting pane={answer?.tempting} />
      <section class="wl-card wl-unseen">
        <h3 class="wl-h">{t("What these numbers can’t show")}</h3>
        <Lines lines={settled?.unseen} />
      </section>
      <Action pane={settled?.action} />
    </>
  );
}

/** The title of what is concluded, which says when it is not shown. */
function Title({ text }: { text: string }) {
  return (
    <h3 class="wl-h">
      <span>{text}</span>
      <DraftMark />
    </h3>
  );
}

function Tempting({ pane }: { pane: TemptingPane | undefined }) {
  return (
    <section class="wl-card wl-tempting">
      <h3 class="wl-h">{t("The usual figure and the fair one")}</h3>
      <div class="wl-two">
        <div>
          <p class={pane?.same ? "wl-number" : "wl-number wl-struck"}>{pane?.tempting}</p>
          <p class="wl-of">{pane?.tempting_of}</p>
        </div>
        <div>
          <p class="wl-number">{pane?.right}</p>
          <p class="wl-of wl-strong">{pane?.right_range}</p>
          <p class="wl-of">{pane?.right_of}</p>
        </div>
      </div>
      <p class="wl-caption">{pane?.why}</p>
      <Explain figure="figures" terms={["win_rate", "range"]} />
    </section>
  );
}

function Action({ pane }: { pane: ActionPane | null | undefined }) {
  return (
    <section class="wl-card wl-concluded wl-action" hidden={!pane}>
      <Title text={t("What to do first")} />
      <p class="wl-strong">{pane?.what}</p>
      <p>{pane?.step}</p>
      <p class="wl-caption">{pane ? t("Watch: {number}", { number: pane.watch }) : ""}</p>
    </section>
  );
}

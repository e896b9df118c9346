// The cards of an answer that are the same for every way in.

import { Lines } from "../components/Lines";
import type { ActionPane, TemptingPane } from "../messages/messages";
import { t } from "../words";
import { ChartCard } from "./ChartCard";
import { useStore } from "./context";

export function AnswerCards() {
  const { answer, answerRevision } = useStore().shown.value;
  const revision = answerRevision ?? undefined;
  return (
    <>
      <ChartCard name="balance" pane={answer?.balance} revision={revision} />
      <ChartCard name="bridge" pane={answer?.bridge} revision={revision} />
      <section class="wl-card wl-next" hidden={!answer?.next.length}>
        <h3 class="wl-h">{t("Which number would settle it")}</h3>
        <Lines lines={answer?.next} />
        <p>{answer?.either_way}</p>
      </section>
      <section class="wl-card wl-for">
        <h3 class="wl-h">{t("Why we think so")}</h3>
        <Lines lines={answer?.for} />
      </section>
      <section class="wl-card wl-against">
        <h3 class="wl-h">{t("What speaks against it")}</h3>
        <Lines lines={answer?.against} />
        <p class="wl-caption">{answer?.change}</p>
      </section>
      <Tempting pane={answer?.tempting} />
      <section class="wl-card wl-unseen">
        <h3 class="wl-h">{t("What these numbers can’t show")}</h3>
        <Lines lines={answer?.unseen} />
      </section>
      <Action pane={answer?.action} />
    </>
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
    </section>
  );
}

function Action({ pane }: { pane: ActionPane | null | undefined }) {
  return (
    <section class="wl-card wl-action" hidden={!pane}>
      <h3 class="wl-h">{t("What to do first")}</h3>
      <p class="wl-strong">{pane?.what}</p>
      <p>{pane?.step}</p>
      <p class="wl-caption">{pane ? t("Watch: {number}", { number: pane.watch }) : ""}</p>
    </section>
  );
}

// Which column of the export is which, what is asked about it, and how it was read.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Fold } from "../../components/Fold";
import { Lines } from "../../components/Lines";
import type {
  Diagnostics_App_Messages__Answer as Answer,
  MatchingPane,
  QuestionPane,
} from "../../messages/messages";
import { t } from "../../words";
import { useStore } from "../context";
import { useFocusKept } from "../focus";
import { MatchTable } from "./MatchTable";
import { Meanings } from "./Meanings";

export function Match() {
  const store = useStore();
  const card = useRef<HTMLElement>(null);
  const opened = useSignal(false); // the columns, although nothing has to be answered
  const { view, matching, study, fresh } = store.shown.value;
  const asking = Boolean(matching?.open);
  const open = asking || opened.value;
  useFocusKept(card, matching, "data-key");
  useLayoutEffect(() => {
    if (asking && fresh && store.charts.narrow.peek()) card.current?.scrollIntoView({ block: "start" }); // it is below the form there
  }, [view]);
  const columns = useMemo(() => matching && <Columns matching={matching} />, [matching]);
  const told = view?.leads?.told ?? [];
  const title = view?.leads?.told_title ?? "";
  return (
    <section ref={card} class="wl-card wl-leads wl-match" hidden={!matching}>
      <h3 class="wl-h">{matching?.title}</h3>
      <p class="wl-match-line">
        <span>{[matching?.line, study?.opened].filter(Boolean).join(" ")}</span>
        <button
          type="button"
          class="wl-button wl-small"
          aria-expanded={open}
          hidden={asking}
          onClick={() => {
            opened.value = !opened.value;
          }}
        >
          {opened.value ? t("Done") : t("Change")}
        </button>
      </p>
      <p class="wl-leads-problem">{matching?.problem}</p>
      <Questions questions={matching?.questions ?? []} />
      <div class="wl-columns" hidden={!open}>
        {columns}
      </div>
      <Fold title={t("{title} ({count})", { title, count: told.length })} hidden={!told.length}>
        <Lines lines={told} />
      </Fold>
    </section>
  );
}

function Questions({ questions }: { questions: QuestionPane[] }) {
  const store = useStore();
  return (
    <div class="wl-questions">
      {questions.map(({ text, remedy, answers }) => (
        <div key={text} class="wl-question" role="group" aria-label={text}>
          <p class="wl-strong">{text}</p>
          <p>{remedy}</p>
          {answers.length ? (
            <div class="wl-answers">
              {answers.map((answer) => (
                <button
                  key={answer.text}
                  type="button"
                  class="wl-button"
                  onClick={() => store.ask(answer.send as Answer)}
                >
                  {answer.text}
                </button>
              ))}
            </div>
          ) : null}
        </div>
      ))}
    </div>
  );
}

function Columns({ matching }: { matching: MatchingPane }) {
  const usual = matching.fields.filter(({ usual }) => usual);
  const rest = matching.fields.filter(({ usual }) => !usual);
  return (
    <>
      <MatchTable fields={usual} matching={matching} />
      {rest.length ? (
        <Fold title={t("More that a file may hold ({count})", { count: rest.length })}>
          <MatchTable fields={rest} matching={matching} />
        </Fold>
      ) : null}
      {matching.values.length ? <Meanings matching={matching} /> : null}
    </>
  );
}

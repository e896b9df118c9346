// The owner's page: the tools above, the answer's head, the form on the left, the answer's cards.

import { useLayoutEffect, useRef } from "preact/hooks";
import { ChartsContext } from "../components/charts";
import { Skip } from "../components/Skip";
import { language, t } from "../words";
import { AnswerCards } from "./AnswerCards";
import { Banner, Notice, Spoken } from "./Banner";
import { ChangeCard } from "./ChangeCard";
import { StoreContext } from "./context";
import { DoorCard } from "./DoorCard";
import { useDropping } from "./dropping";
import { Empty } from "./Empty";
import { Head } from "./Head";
import { Glossary } from "./help/Glossary";
import { Meanings } from "./help/Meanings";
import { HelpFoot, Invitation, Tour } from "./help/Tour";
import { Control } from "./leads/Control";
import { Faults } from "./leads/Faults";
import { Lost } from "./leads/Lost";
import { Match } from "./leads/Match";
import { Pairs } from "./leads/Pairs";
import { People } from "./leads/People";
import { NumbersForm } from "./NumbersForm";
import { Paper } from "./Paper";
import type { Store } from "./store/store";
import { TableCard } from "./TableCard";
import { TimelineCard } from "./TimelineCard";
import { Tools } from "./Tools";
import { useUndoKeys } from "./undo";
import { WhatIfCard } from "./WhatIfCard";

export interface DashboardProps {
  store: Store;
  /** It is part of a consultation, which has the title, Undo and the file, and hides what does not belong to its step. */
  inside?: boolean;
}

export function Dashboard({ store, inside = false }: DashboardProps) {
  const root = useRef<HTMLDivElement>(null);
  const { view, settled, answerRevision, nothing } = store.shown.value;
  const { draft, stale } = store.life.value;
  const verdict = draft ? null : settled; // nothing of a draft has the colour of a verdict
  useLayoutEffect(() => (root.current ? store.charts.within(root.current) : undefined), [store]);
  useDropping(root, store);
  useUndoKeys(root, store, !inside);
  const leads = view?.way === "ledger" && Boolean(view.leads?.matching);
  const states = {
    "wl-inside": inside,
    "wl-opening": !view,
    "wl-nothing": nothing,
    "wl-stale": stale,
    "wl-draft": draft,
    "wl-busy": store.busy.value,
    "wl-has-leads": leads,
    "wl-dropping": store.dropping.value,
  };
  const on = Object.entries(states).filter(([, is]) => is);
  const Main = store.published ? "main" : "div"; // what is around it has one already
  return (
    <StoreContext.Provider value={store}>
      <ChartsContext.Provider value={store.charts}>
        <div
          ref={root}
          class={["wl", ...on.map(([name]) => name)].join(" ")}
          lang={language.value}
          data-lm-suppress-shortcuts="true"
          data-way={view?.way}
          data-revision={view?.revision}
          data-stale={view && String(stale || Boolean(view.stale))}
          data-draft={view && String(draft)}
          data-answer={answerRevision ?? undefined}
          data-leaning={verdict ? String(verdict.leaning) : undefined}
          data-verdict={verdict?.verdict}
        >
          {store.published && (
            <Skip
              links={[
                [`${store.id}-answer`, t("Skip to the answer")],
                [`${store.id}-numbers`, t("Skip to your numbers")],
              ]}
            />
          )}
          <header class="wl-top">
            {!inside && (
              <div class="wl-title" data-busy={t("Working …")}>
                <h1>{t("Which side of the door?")}</h1>
                <p class="wl-tagline">{t("Marketing or sales: find the weak link")}</p>
                <Invitation />
              </div>
            )}
            <Tools inside={inside} />
          </header>
          <Main class="wl-main">
            <Banner />
            <Notice />
            <Spoken />
            <div class="wl-grid">
              <Head />
              <NumbersForm />
              <div class="wl-body">
                <Empty />
                <div class="wl-answer">
                  <Match />
                  <Faults />
                  <DoorCard />
                  <People />
                  <Lost />
                  <Control />
                  <Pairs />
                  <TableCard />
                  <TimelineCard />
                  <ChangeCard />
                  <AnswerCards />
                  {!inside && <WhatIfCard />}
                </div>
              </div>
            </div>
            <HelpFoot tour={!inside} />
            <Paper />
          </Main>
          <Meanings />
          <Glossary />
          <Tour />
        </div>
      </ChartsContext.Provider>
    </StoreContext.Provider>
  );
}

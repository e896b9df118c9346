// The consultation: seven steps around the page. It draws what it is told and sends what is typed, chosen and moved.

import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Lines } from "../components/Lines";
import { Skip } from "../components/Skip";
import type { CaseShell } from "../messages/messages";
import { listenForUndo } from "../undo";
import { t } from "../words";
import { Alignment } from "./alignment";
import { Answers, Bets, Differ } from "./answers";
import { Clients } from "./clients";
import { Define, Defined } from "./define";
import { Door } from "./door";
import { SessionContext } from "./fields";
import { Banner, Conflict, Head, Notice } from "./head";
import type { Inner, PageInside } from "./inner";
import { sessionKey } from "./keys";
import { OnTop } from "./onTop";
import { Plan } from "./plan";
import { Presenter } from "./presenter";
import { Lost } from "./realign";
import { Review } from "./review";
import type { Panes, Session } from "./session";
import { Sort } from "./sort";
import { Foot, Steps, StepTitle } from "./steps";
import { WhatIf } from "./whatif";
import "./consultation.css";

/** Puts the page into its place, with the consultation as its other side. */
export type MakePage = (inner: Inner, place: HTMLElement) => PageInside;

/** Steps that show the page inside. */
const INSIDE = ["numbers", "diagnosis"];

export function Consultation({ session, makePage }: { session: Session; makePage: MakePage }) {
  const root = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const page = useRef<PageInside | null>(null);
  const shell = session.view.value;
  const view = session.open.value;
  session.replies.value; // an answer that is only a notice is an answer too

  useLayoutEffect(() => {
    if (!root.current || !place.current) return;
    const [wc, made] = [root.current, makePage(session.inner, place.current)];
    page.current = made;
    const key = (event: KeyboardEvent) => sessionKey(session, wc, event);
    const leave = () => session.leave();
    document.addEventListener("keydown", key);
    const deaf = listenForUndo(document, (what) => {
      if (session.open.value && wc.offsetParent) session.ask({ do: what });
    });
    window.addEventListener("pagehide", leave);
    session.start(wc, made);
    return () => {
      document.removeEventListener("keydown", key);
      deaf();
      window.removeEventListener("pagehide", leave);
      made.close();
      session.close();
    };
  }, [session, makePage]);

  useLayoutEffect(() => {
    if (!root.current || !shell) return;
    const { dataset } = root.current; // last, so that whoever waits for them finds the rest drawn
    dataset["step"] = view?.step ?? "clients";
    dataset["answered"] = String(session.answered);
    if (!page.current || !view) return;
    page.current.root.dataset["only"] = view.step;
    if (INSIDE.includes(view.step)) page.current.shownAgain();
  });

  const desk = session.windows.desk.value;
  const { second } = session.windows;
  const published = document.body.dataset.voila === "voila";
  const Landmark = published ? "main" : "div"; // a notebook has one already
  return (
    <SessionContext.Provider value={session}>
      <div
        ref={root}
        class={`wl wc ${shell ? "" : "wl-opening"}`}
        data-view={desk ? "desk" : "wall"}
        data-second={second || undefined}
        data-lm-suppress-shortcuts="true"
      >
        {published && (
          <Skip
            links={[view ? ["wc-step", t("Skip to this step")] : ["wc-clients", t("Skip to the clients")]]}
          />
        )}
        <Head />
        <Landmark class="wl-main">
          <Banner />
          <Notice />
          <Conflict />
          {shell?.clients && <Clients clients={shell.clients} />}
          <Steps view={view} />
          <div class="wc-frame">
            <Main view={view} panes={session.panes.value} place={place} />
            {view && desk && <Presenter key={view.file} {...view} />}
          </div>
        </Landmark>
        <OnTop root={root} />
      </div>
    </SessionContext.Provider>
  );
}

interface MainProps {
  view: CaseShell | null;
  panes: Panes;
  place: RefObject<HTMLDivElement | null>;
}

// A step stays as it was left while another one is open.
function Main({ view, panes, place }: MainProps) {
  const { review, answers, door, sort, define, diagnosis, whatif, plan } = panes;
  const step = view?.step ?? "";
  const body = (key: keyof Panes, children: ComponentChildren) => (
    <div key={`${key} ${view?.file}`} class={`wc-body wc-${key}`} hidden={step !== key}>
      {children}
    </div>
  );
  return (
    <div class="wc-main" hidden={!view}>
      {view && <StepTitle view={view} />}
      {view?.example && (
        <p class="wc-example" role="note">
          {view.example}
        </p>
      )}
      {view && view.last.length > 0 && <Last lines={view.last} />}
      {review && body("review", <Review {...review} />)}
      {view?.differ && <Differ {...view.differ} />}
      {answers && body("answers", <Answers {...answers} />)}
      {door && body("door", <Door {...door} />)}
      {sort && body("sort", <Sort {...sort} />)}
      {define && body("define", <Define definitions={define} />)}
      {whatif && body("whatif", <WhatIf {...whatif} />)}
      {plan && body("plan", <Plan {...plan} />)}
      <div key="page" ref={place} class="wc-page" hidden={!INSIDE.includes(step)} />
      {diagnosis && step === "diagnosis" && <Alignment alignment={diagnosis.alignment} class="wc-aligned" />}
      {diagnosis && step === "diagnosis" && <Lost key={`lost ${view?.file}`} {...diagnosis.lost} />}
      {view?.differ && <Bets {...view.differ} />}
      {view?.defined && <Defined {...view.defined} />}
      {view && <Foot view={view} />}
    </div>
  );
}

function Last({ lines }: { lines: readonly string[] }) {
  return (
    <section class="wl-card wc-last" aria-label={t("Last time")}>
      <h3 class="wl-h">{t("Last time")}</h3>
      <Lines lines={lines} />
    </section>
  );
}

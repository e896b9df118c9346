// The seven steps: where we are, and the way on and back.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { CaseShell } from "../messages/messages";
import { t } from "../words";
import { Button, useSession } from "./fields";
import type { StepKey } from "./session";

export function Steps({ view }: { view: CaseShell | null }) {
  const session = useSession();
  return (
    <nav class="wc-nav" aria-label={t("The steps of this session")} hidden={!view}>
      <ol class="wc-steps" aria-label={t("Steps")}>
        {view?.steps.map(({ key, number, title, done }) => (
          <li key={key} class={done ? "wc-done" : ""} data-key={key}>
            <button
              type="button"
              aria-current={key === view.step ? "step" : undefined}
              onClick={() => session.step(key as StepKey)}
            >
              <span class="wc-number">{number || "•"}</span>
              <span class="wc-name">{title}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The title of the step; after a move it has the focus and the page begins with it. */
export function StepTitle({ view }: { view: CaseShell }) {
  const session = useSession();
  const title = useRef<HTMLHeadingElement>(null);
  const step = view.steps.find(({ key }) => key === view.step);
  useLayoutEffect(() => {
    if (!session.moved) return;
    session.moved = false;
    title.current?.focus({ preventScroll: true });
    title.current?.closest(".wc")?.scrollIntoView({ block: "start" });
  });
  return (
    <>
      <h2 ref={title} id="wc-step" class="wc-step-title" tabindex={-1}>
        {step?.heading}
      </h2>
      <p class="wc-step-line">{step?.line}</p>
    </>
  );
}

export function Foot({ view }: { view: CaseShell }) {
  const session = useSession();
  const at = view.steps.findIndex(({ key }) => key === view.step);
  const next = view.steps[at + 1];
  return (
    <div class="wc-foot">
      <Button disabled={at === 0} title={t("Previous step (Page Up or ←)")} onClick={() => session.go(-1)}>
        {t("Back")}
      </Button>
      {next && (
        <Button class="wl-primary" title={t("Next step (Page Down or →)")} onClick={() => session.go(1)}>
          {t("Next: {step}", { step: next.title })}
        </Button>
      )}
    </div>
  );
}

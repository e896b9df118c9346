// Two minutes over the page as it is: what to type, the answer and its weight, the door, what to do, what to take along.

import { useLayoutEffect, useRef } from "preact/hooks";
import { LanguageChoice } from "../../components/LanguageChoice";
import { t } from "../../words";
import { useStore } from "../context";

interface Stop {
  /** The part of the page that is shown. */
  at: string;
  title: string;
  text: string;
}

function stops(): Stop[] {
  return [
    {
      at: ".wl-form",
      title: t("Type your numbers"),
      text: t(
        "Leads, sales and your goal are enough to begin. What you see now is an example: type over it, or clear it.",
      ),
    },
    {
      at: ".wl-sentence",
      title: t("The answer"),
      text: t("One sentence: marketing or sales. It follows when you stop typing or leave a field."),
    },
    {
      at: ".wl-weight",
      title: t("How sure it is"),
      text: t(
        "The percentage is how likely the sentence is right, given so few or so many sales. A dotted word opens its meaning.",
      ),
    },
    {
      at: ".wl-doorcard",
      title: t("The door"),
      text: t(
        "Marketing brings people to the door, sales gets them through it. The dashed outline is your target.",
      ),
    },
    {
      at: ".wl-action",
      title: t("What to do first"),
      text: t(
        "The first step, and the number to watch. While it is too early to say, it is what to find out.",
      ),
    },
    {
      at: ".wl-tools",
      title: t("Take it with you"),
      text: t(
        "Copy a link or save a file, and go on later. Undo takes back any change, Redo brings it again.",
      ),
    },
  ];
}

const SHOWN = "data-toured";

export function Tour() {
  const { help } = useStore();
  const step = help.step.value;
  return step === null ? null : <Card step={step} />;
}

function Card({ step }: { step: number }) {
  const { id, help } = useStore();
  const card = useRef<HTMLElement>(null);
  const all = stops();
  const stop = all[step];
  useLayoutEffect(() => {
    const node = card.current;
    if (!node?.matches(":popover-open")) node?.showPopover(); // over everything, in every browser
    const target = stop && node?.closest(".wl")?.querySelector<HTMLElement>(stop.at);
    target?.setAttribute(SHOWN, "");
    target?.scrollIntoView({ block: "nearest" });
    node?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    return () => target?.removeAttribute(SHOWN);
  }, [step]);
  const end = () => {
    const root = card.current?.closest(".wl");
    help.end();
    root?.querySelector<HTMLElement>(".wl-start-tour")?.focus({ preventScroll: true });
  };
  if (!stop) return null;
  const last = step === all.length - 1;
  return (
    <section
      ref={card}
      class="wl-tour"
      popover="manual"
      role="dialog"
      aria-labelledby={`${id}-tour`}
      aria-describedby={`${id}-tour-text`}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        end();
      }}
    >
      <p class="wl-caption">{t("Step {step} of {count}", { step: step + 1, count: all.length })}</p>
      <h2 class="wl-h" id={`${id}-tour`} tabindex={-1}>
        {stop.title}
      </h2>
      <p id={`${id}-tour-text`}>{stop.text}</p>
      <div class="wl-tour-foot">
        <button type="button" class="wl-button" onClick={end}>
          {last ? t("Done") : t("End the tour")}
        </button>
        <span class="wl-tour-steps">
          <button
            type="button"
            class="wl-button"
            disabled={!step}
            onClick={() => {
              help.step.value = step - 1;
            }}
          >
            {t("Back")}
          </button>
          <button
            type="button"
            class="wl-button wl-primary"
            hidden={last}
            onClick={() => {
              help.step.value = step + 1;
            }}
          >
            {t("Next")}
          </button>
        </span>
      </div>
    </section>
  );
}

/** Offered once, where nothing is covered by it. */
export function Invitation() {
  const { help } = useStore();
  return (
    <p class="wl-invitation" hidden={!help.offered.value}>
      <button type="button" class="wl-word" onClick={() => help.begin()}>
        {t("New here? Take the two-minute tour")}
      </button>
      <button type="button" class="wl-dismiss" onClick={() => help.seen()}>
        <span class="wl-away">{t("Do not offer the tour again")}</span>
      </button>
    </p>
  );
}

/** At the end of the page: the glossary; and, unless the page around it has them, the tour and the language. */
export function HelpFoot({ tour }: { tour: boolean }) {
  const store = useStore();
  const { help } = store;
  return (
    <footer class="wl-foot">
      <button
        type="button"
        class="wl-button wl-open-glossary"
        onClick={() => {
          help.glossary.value = true;
        }}
      >
        {t("Glossary")}
      </button>
      {tour ? (
        <button type="button" class="wl-button wl-start-tour" onClick={() => help.begin()}>
          {t("Take the tour")}
        </button>
      ) : null}
      {tour ? <LanguageChoice onChoose={(code) => store.ask({ do: "speak", language: code })} /> : null}
    </footer>
  );
}

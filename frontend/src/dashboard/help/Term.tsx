// Words and figures that open their meaning, with the reader's own numbers.

import { t } from "../../words";
import { useStore } from "../context";
import type { Shown } from "../store/shown";
import { type Figure, type Subject, termOf } from "./help";

interface OpenerProps {
  subject: Subject;
  text?: string;
  class: string;
  /** Instead of a text: what it is called where its sign is not seen. */
  label?: string;
  /** Reached by another key than Tab. */
  skipped?: boolean;
}

function Opener({ subject, text, label, skipped = false, class: name }: OpenerProps) {
  const { help } = useStore();
  const now = help.asked.value;
  const open = Boolean(now && JSON.stringify(now.subject) === JSON.stringify(subject));
  return (
    <button
      type="button"
      class={name}
      aria-haspopup="dialog"
      aria-expanded={open}
      tabindex={skipped ? -1 : undefined}
      data-subject={"term" in subject ? subject.term : subject.figure}
      onPointerDown={({ currentTarget }) => {
        currentTarget.dataset["was"] = String(help.asked.peek()?.anchor === currentTarget);
      }}
      onClick={({ currentTarget, detail }) => {
        const pressed = detail > 0 && currentTarget.dataset["was"] === "true"; // the press has closed it already
        if (!pressed) help.ask(subject, currentTarget);
      }}
    >
      {label ? <span class="wl-away">{label}</span> : text}
    </button>
  );
}

/** A word of the glossary. */
export function Term({ term }: { term: string }) {
  const { form } = useStore().shown.value;
  const found = termOf(form?.glossary ?? [], term);
  return found ? <Opener class="wl-word" subject={{ term }} text={found.word} /> : null;
}

/** The term that a field of the form is about. */
const OF_FIELD: Readonly<Record<string, string>> = {
  leads: "lead",
  wins: "sale",
  direct_wins: "self_service",
  goal: "target",
  capacity: "capacity",
  closing: "win_rate",
  benchmark: "benchmark",
  days: "days",
  fit: "fit",
  worked: "follow_up",
};

/** The word that a field of the form is about; null where it has none. */
export function termOfField({ form }: Shown, field: string): string | null {
  return termOf(form?.glossary ?? [], OF_FIELD[field] ?? "")?.key ?? null;
}

/** Next to the name of a field. Tab goes on from field to field; F1 in the field opens it. */
export function FieldTerm({ field }: { field: string }) {
  const { form } = useStore().shown.value;
  const term = termOf(form?.glossary ?? [], OF_FIELD[field] ?? "");
  if (!term) return null;
  const label = t("What does “{word}” mean?", { word: term.word });
  return <Opener class="wl-ask" subject={{ term: term.key }} label={label} skipped />;
}

/** How a figure is calculated. */
export function How({ figure }: { figure: Figure }) {
  const { form } = useStore().shown.value;
  if (!form?.glossary.length) return null;
  return <Opener class="wl-word wl-how" subject={{ figure }} text={t("How is this calculated?")} />;
}

interface ExplainProps {
  figure: Figure;
  terms: string[];
  hidden?: boolean;
}

/** Below a figure: how it is calculated, and the words that it uses. */
export function Explain({ figure, terms, hidden = false }: ExplainProps) {
  const { form } = useStore().shown.value;
  if (!form?.glossary.length) return <p class="wl-explain" />;
  return (
    <p class="wl-explain" hidden={hidden}>
      <How figure={figure} />
      {terms.map((term) => (
        <Term key={term} term={term} />
      ))}
    </p>
  );
}

// Questions that are answered by a click: which sheet is meant, what cells or columns mean.

import { useStore } from "./context";

export interface SheetChoiceProps {
  /** This card is shown. */
  here: boolean;
  title: string | undefined;
  class?: string;
  onChoose: (name: string) => void;
}

/** Which sheet of a file is meant, or which of its headings. */
export function SheetChoice({ here, title, class: name = "wl-choice", onChoose }: SheetChoiceProps) {
  const choose = useStore().shown.value.view?.choose;
  return (
    <div class={name} role="group" aria-label={title} hidden={!here || !choose}>
      {here && choose ? (
        <>
          <span>{title}</span>
          {choose.map((sheet) => (
            <button key={sheet} type="button" class="wl-button" onClick={() => onChoose(sheet)}>
              {sheet}
            </button>
          ))}
        </>
      ) : null}
    </div>
  );
}

interface Asked {
  key: string;
  label: string;
}

export interface QuestionsProps<Q extends Asked> {
  class: string;
  questions: Q[];
  /** Value and words of each answer. */
  answers: (question: Q) => string[][];
  onAnswer: (question: Q, value: string) => void;
}

export function Questions<Q extends Asked>({ questions, answers, onAnswer, class: name }: QuestionsProps<Q>) {
  const asked = questions.filter((question) => answers(question).length); // without an answer to press it is in the form
  return (
    <div class={`wl-questions ${name}`}>
      {asked.map((question) => (
        <div key={question.key} class="wl-question" role="group" aria-label={question.label}>
          <p class="wl-strong">{question.label}</p>
          <div class="wl-answers">
            {answers(question).map(([value = "", text = ""]) => (
              <button key={value} type="button" class="wl-button" onClick={() => onAnswer(question, value)}>
                {text}
              </button>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

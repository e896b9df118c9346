// What explains the page: which meaning is open, the glossary, the tour and whether it was seen.

import { type Signal, signal } from "@preact/signals";
import type { AnswerPane, Term } from "../../messages/messages";
import { t } from "../../words";
import type { Shown } from "../store/shown";

/** A figure of the page of which is told how it is calculated. */
export type Figure = "verdict" | "cost" | "door" | "map" | "bridge" | "figures";

/** What a person asked about: a word, or how a figure is calculated. */
export type Subject = { term: string } | { figure: Figure };

export interface Asked {
  subject: Subject;
  /** Next to it the meaning is shown, and there the focus goes back to. */
  anchor: HTMLElement;
}

export interface Meaning {
  title: string;
  /** What the word means; empty for a figure. */
  text: string;
  /** With the reader's numbers. */
  yours: string;
}

const SEEN = "weak-link tour";

export class Help {
  readonly asked: Signal<Asked | null> = signal(null);
  readonly glossary = signal(false);
  /** The step of the tour, from 0; null where nobody is on it. */
  readonly step: Signal<number | null> = signal(null);
  /** The tour is offered: it was neither taken nor refused in this browser. */
  readonly offered = signal(!isSeen());

  ask(subject: Subject, anchor: HTMLElement): void {
    this.asked.value = { subject, anchor };
  }

  begin(): void {
    this.seen();
    this.step.value = 0;
  }

  end(): void {
    this.step.value = null;
  }

  /** The tour is offered no more. */
  seen(): void {
    this.offered.value = false;
    try {
      localStorage.setItem(SEEN, "seen");
    } catch {
      // a browser that keeps nothing offers it again next time
    }
  }
}

/** What is told of a subject; null where nothing is known of it. The numbers are those of a settled answer only. */
export function meaningOf(subject: Subject, { form, settled }: Shown, settledNow: boolean): Meaning | null {
  const answer = settledNow ? settled : null;
  if ("figure" in subject) return howOf(subject.figure, answer);
  const term = termOf(form?.glossary ?? [], subject.term);
  return term && { title: term.word, text: term.meaning, yours: answer?.yours?.[term.key] ?? "" };
}

export function termOf(glossary: Term[], key: string): Term | null {
  return glossary.find((term) => term.key === key) ?? null;
}

function howOf(figure: Figure, answer: AnswerPane | null): Meaning {
  const none = t("This follows as soon as your numbers give a result.");
  return { title: t("How is this calculated?"), text: "", yours: answer?.how?.[figure] ?? none };
}

function isSeen(): boolean {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return false;
  }
}

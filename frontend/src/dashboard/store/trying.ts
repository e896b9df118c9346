// What if: the sliders while they are moved, and the scenarios that are saved of them.

import { type Signal, signal } from "@preact/signals";
import type { DashboardMessage, KeepScenario, WhatIfPane } from "../../messages/messages";
import { SETTLE_MS } from "./settling";
import { LATE_MS } from "./talk";

export type Slot = KeepScenario["slot"];
export type Levels = Record<string, number>;

/** What the sliders need of the page. */
export interface TryingPage {
  move(link: string, levels: Levels): void;
  ask(message: DashboardMessage): void;
  /** What is shown now. */
  pane(): WhatIfPane | null;
  speak(text: string): void;
}

export class Trying {
  /** Where the sliders are, while that is not answered. */
  readonly levels: Signal<Levels | null> = signal(null);
  /** They are elsewhere than what is shown belongs to, and have been for a moment. */
  readonly behind = signal(false);
  private late: ReturnType<typeof setTimeout> | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly page: TryingPage) {}

  /** A slider was moved. */
  move(link: string, level: number): void {
    const levels = { ...(this.levels.peek() ?? this.page.pane()?.levels), [link]: level };
    this.levels.value = levels;
    this.late ??= setTimeout(() => {
      this.behind.value = true;
    }, LATE_MS);
    this.page.move(link, levels);
  }

  /** Set all of them: none is where it is now. */
  set(levels: Levels): void {
    this.levels.value = null;
    this.page.ask({ do: "try", levels, step: true });
  }

  /** Save what is tried as a scenario, or remove that scenario. */
  keep(slot: Slot, keep: boolean): void {
    this.page.ask({ do: "scenario", slot, keep });
  }

  /** All that was asked is answered; `moved`: it was about the sliders, and is read aloud once they rest. */
  answered(moved: boolean): void {
    this.levels.value = null;
    this.behind.value = false;
    clearTimeout(this.late);
    this.late = undefined;
    if (!moved) return;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.page.speak(this.page.pane()?.said ?? ""), SETTLE_MS);
  }

  close(): void {
    clearTimeout(this.late);
    clearTimeout(this.rest);
  }
}

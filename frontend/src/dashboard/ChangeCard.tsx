// What changed between two periods, and the choice of the periods.

import { useLayoutEffect, useRef } from "preact/hooks";
import { Chart } from "../components/Chart";
import { Lines } from "../components/Lines";
import type { ChangePane, Spec } from "../messages/messages";
import { t } from "../words";
import { useStore } from "./context";
import { choosePeriod } from "./periods";
import type { Period } from "./store/types";

export function ChangeCard() {
  const store = useStore();
  const { view, panes } = store.shown.value;
  const change = panes?.change;
  return (
    <section class="wl-card wl-changed" hidden={!panes}>
      <h3 class="wl-h">{change?.title ?? t("What changed")}</h3>
      <div class="wl-periods">
        <PeriodChoice
          name="before"
          title={t("Earlier period")}
          from={t("Earlier period, from")}
          to={t("Earlier period, to")}
        />
        <PeriodChoice
          name="after"
          title={t("Later period")}
          from={t("Later period, from")}
          to={t("Later period, to")}
        />
      </div>
      <p class="wl-caption">{t("Dragging across the months above sets the period that is marked.")}</p>
      <p class="wl-cost">
        {change?.sentence ?? t("Two periods are needed: choose them here, or drag across the months above.")}
      </p>
      <p class="wl-warning">{change?.warning}</p>
      <Compared change={change} revision={view?.revision} />
    </section>
  );
}

function Compared({
  change,
  revision,
}: {
  change: ChangePane | null | undefined;
  revision: number | undefined;
}) {
  const { figure, upright, total = "", links = [] } = change ?? {};
  return (
    <div class="wl-changed-two" hidden={!figure}>
      <Chart
        figure={figure as Spec | undefined}
        upright={upright}
        label={[total, ...links].join(" ")}
        revision={revision}
      />
      <div>
        <p class="wl-strong">{total}</p>
        <Lines lines={links} />
        <Lines lines={change?.mix} />
        <p class="wl-caption">{[change?.counted, change?.unseen].filter(Boolean).join(" ")}</p>
      </div>
    </div>
  );
}

interface PeriodChoiceProps {
  name: Period;
  title: string;
  /** What the choice of its first month is called. */
  from: string;
  to: string;
}

function PeriodChoice({ name, title, from, to }: PeriodChoiceProps) {
  const store = useStore();
  const box = useRef<HTMLFieldSetElement>(null);
  const [first = "", last = ""] = store.shown.value.panes?.periods[name] ?? [];
  const choose = () => {
    const [start, end] = box.current?.querySelectorAll("select") ?? [];
    choosePeriod(store, name, start?.value ?? "", end?.value ?? "");
  };
  return (
    <fieldset ref={box} class="wl-period">
      <legend>
        <label>
          <input
            type="radio"
            name={`${store.id}-drag`}
            value={name}
            checked={store.dragging.value === name}
            onChange={() => {
              store.dragging.value = name;
            }}
          />
          <span>{title}</span>
        </label>
      </legend>
      <MonthChoice text={t("from")} label={from} month={first} onChoose={choose} />
      <MonthChoice text={t("to")} label={to} month={last} onChoose={choose} />
    </fieldset>
  );
}

interface MonthChoiceProps {
  text: string;
  label: string;
  month: string;
  onChoose: () => void;
}

function MonthChoice({ text, label, month, onChoose }: MonthChoiceProps) {
  const { view, panes } = useStore().shown.value;
  const select = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => {
    if (select.current) select.current.value = month;
  }, [view, month]);
  return (
    <label class="wl-end">
      <span>{text}</span>
      <select ref={select} class="wl-input" aria-label={label} onChange={onChoose}>
        <option value="">…</option>
        {panes?.months.map(([value = "", words = ""]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

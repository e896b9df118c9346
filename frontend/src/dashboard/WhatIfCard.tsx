// What if some links had other levels: sliders, what they bring, and two scenarios next to the business of now.

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Ranges } from "../components/Ranges";
import { Slider } from "../components/Slider";
import type { ScenarioColumn, WhatIfPane } from "../messages/messages";
import { t } from "../words";
import { useStore } from "./context";
import { DraftMark } from "./DraftMark";
import type { Slot } from "./store/trying";

const SLOTS: readonly Slot[] = ["scenario_a", "scenario_b"];

export function WhatIfCard() {
  const store = useStore();
  const card = useRef<HTMLElement>(null);
  const { whatIf, stale } = store.shown.value;
  if (!whatIf) return null;
  const behind = store.trying.behind.value;
  const saved = whatIf.columns.length > 1;
  const states = { "wl-behind": behind, "wl-whatif-plain": !saved };
  const on = Object.entries(states).filter(([, is]) => is);
  return (
    <section
      ref={card}
      class={["wl-card wl-concluded wl-whatif", ...on.map(([name]) => name)].join(" ")}
      aria-label={t("What if")}
    >
      <h3 class="wl-h">
        <span>{t("What if")}</span>
        <DraftMark />
        <span class="wl-draft-mark" hidden={!behind}>
          {t("Working …")}
        </span>
      </h3>
      <p class="wl-caption">
        {t("Move a slider to see what would change. The other links stay as they are.")}
      </p>
      <div class="wl-whatif-two">
        <div class="wl-sliders">
          {whatIf.sliders.map((pane) => (
            <Slider
              key={pane.link}
              pane={pane}
              waiting={() => store.trying.levels.peek()?.[pane.link] !== undefined}
              onMove={(value) => store.trying.move(pane.link, Number(value))}
              disabled={stale}
            />
          ))}
        </div>
        <Tried pane={whatIf} />
      </div>
      {saved && (
        <>
          <Scenarios pane={whatIf} onRemove={() => card.current?.querySelector("button")?.focus()} />
          <p class="wl-caption wl-whatif-kept">
            {t("A scenario keeps its levels. When your numbers change, it is worked out again.")}
          </p>
        </>
      )}
    </section>
  );
}

function Tried({ pane }: { pane: WhatIfPane }) {
  const { trying, shown } = useStore();
  const moved = Object.keys(pane.levels).length > 0;
  const can = moved && !shown.value.stale;
  const names: Record<Slot, string> = {
    scenario_a: t("Save as scenario A"),
    scenario_b: t("Save as scenario B"),
  };
  return (
    <div class="wl-whatif-tried">
      <div class="wl-whatif-answer">
        <p class="wl-whatif-customers">{pane.customers}</p>
        <p class="wl-whatif-gain">{pane.gain}</p>
      </div>
      {pane.worth && <p>{pane.worth}</p>}
      <p class="wl-whatif-next">{pane.next}</p>
      <Ranges ranges={pane.ranges} />
      <p class="wl-caption">{pane.ranges_caption}</p>
      {pane.not_sure && <p class="wl-caption">{pane.not_sure}</p>}
      <div class="wl-whatif-buttons">
        {SLOTS.map((slot) => (
          <Act key={slot} can={can} act={() => trying.keep(slot, true)}>
            {names[slot]}
          </Act>
        ))}
        <Act can={can} act={() => trying.set({})}>
          {t("Reset sliders")}
        </Act>
      </div>
    </div>
  );
}

/** A button that can still be reached while there is nothing for it to do. */
function Act({ can, act, children }: { can: boolean; act: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class="wl-button" aria-disabled={!can} onClick={() => can && act()}>
      {children}
    </button>
  );
}

function Scenarios({ pane, onRemove }: { pane: WhatIfPane; onRemove: () => void }) {
  const { trying } = useStore();
  const { columns, worth_title } = pane;
  const titles: Record<string, string> = {
    now: t("Now"),
    scenario_a: t("Scenario A"),
    scenario_b: t("Scenario B"),
  };
  const rows: [string, (column: ScenarioColumn) => ComponentChildren][] = [
    [t("What moves"), moves],
    [t("Customers per month"), ({ customers, problem }) => problem || customers],
    [t("Compared with now"), ({ gain }) => gain],
    ...(worth_title
      ? [[worth_title, ({ worth }) => worth] as [string, (column: ScenarioColumn) => ComponentChildren]]
      : []),
    [t("Next weak link"), ({ weak }) => weak],
  ];
  const shows: Record<string, string> = {
    scenario_a: t("Show scenario A on the sliders"),
    scenario_b: t("Show scenario B on the sliders"),
  };
  const removes: Record<string, string> = {
    scenario_a: t("Remove scenario A"),
    scenario_b: t("Remove scenario B"),
  };
  return (
    <table class="wl-table wl-scenarios">
      <caption class="wl-away">{t("Scenarios side by side")}</caption>
      <thead>
        <tr>
          <td />
          {columns.map(({ key }) => (
            <th key={key} scope="col">
              {titles[key]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, cell]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            {columns.map((column) => (
              <td key={column.key}>{cell(column)}</td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td />
          {columns.map(({ key, levels }) => (
            <td key={key}>
              {key !== "now" && (
                <div class="wl-whatif-buttons">
                  <button
                    type="button"
                    class="wl-button wl-small"
                    aria-label={shows[key]}
                    onClick={() => trying.set(levels)}
                  >
                    {t("Show")}
                  </button>
                  <button
                    type="button"
                    class="wl-button wl-small"
                    aria-label={removes[key]}
                    onClick={() => {
                      trying.keep(key as Slot, false);
                      onRemove();
                    }}
                  >
                    {t("Remove")}
                  </button>
                </div>
              )}
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

function moves({ key, moved }: ScenarioColumn) {
  if (key === "now") return t("Nothing");
  return (
    <ul>
      {moved.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

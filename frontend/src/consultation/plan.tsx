// Step 7: what to do, who does it by when, and the report.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Lines } from "../components/Lines";
import type {
  EditAction,
  LinkPlays,
  PlannedAction,
  PlanOptions,
  PlanStep,
  PlayPane,
} from "../messages/messages";
import { t } from "../words";
import { Face } from "./face";
import { Area, Button, Card, Choice, Field, useSession } from "./fields";
import { pairs } from "./review";
import type { Format } from "./session";

export function Plan(plan: PlanStep) {
  const session = useSession();
  const face = session.panes.value.face;
  return (
    <>
      <Card>
        <p class="wl-cost">{plan.sentence}</p>
        <p class="wl-settling">{plan.test}</p>
        {plan.people.length > 0 && <Lines lines={plan.people} />}
      </Card>
      <Card title={t("Choose what to do")}>
        <div class="wc-plays">
          {plan.links.map((link) => (
            <Plays key={link.link} {...link} />
          ))}
        </div>
      </Card>
      <Card title={t("The plan")}>
        {!plan.chosen.length && <p class="wl-caption">{t("No actions yet. Tick one above.")}</p>}
        <div class="wc-chosen">
          {plan.chosen.map(({ key, ...action }) => (
            <Action key={key} {...action} options={plan.options} />
          ))}
        </div>
        <Button onClick={() => session.ask({ do: "add_action" })}>{t("Add an action of your own")}</Button>
        <Unbound lines={plan.unbound} />
        <p>{plan.forecast}</p>
      </Card>
      {plan.finished.length > 0 && (
        <Card title={t("Finished")} class="wc-finished">
          <div class="wc-chosen">
            {plan.finished.map(({ key, ...action }) => (
              <Action key={key} {...action} options={plan.options} />
            ))}
          </div>
        </Card>
      )}
      {face && session.windows.desk.value && <Face {...face} />}
      {session.windows.desk.value && <Reports {...plan} />}
    </>
  );
}

/** What only the scenario moves, and what only the plan does. */
export function Unbound({ lines }: { lines: readonly string[] }) {
  if (!lines.length) return null;
  return (
    <div class="wc-unbound" role="note">
      <Lines lines={lines} />
    </div>
  );
}

// It opens where the other side says so, and stays as the reader leaves it until that changes.
function Plays({ side, title, short, open, plays }: LinkPlays) {
  const details = useRef<HTMLDetailsElement>(null);
  useLayoutEffect(() => {
    if (details.current) details.current.open = open;
  }, [open]);
  return (
    <details ref={details} data-side={side}>
      <summary>
        <strong>{title}</strong>
        <span> {short}</span>
      </summary>
      <div class="wc-play-list">
        {plays.map((play) => (
          <Play key={play.id} {...play} />
        ))}
      </div>
    </details>
  );
}

function Play({ id, what, why, first_step, about, not_when, source, chosen }: PlayPane) {
  const session = useSession();
  return (
    <article class="wc-play">
      <label class="wl-strong">
        <input
          type="checkbox"
          checked={chosen}
          onChange={({ currentTarget }) =>
            session.ask({ do: currentTarget.checked ? "choose_play" : "drop_play", id })
          }
        />
        <span>{what}</span>
      </label>
      <p>{why}</p>
      <p>{t("On Monday: {step}", { step: first_step })}</p>
      <p class="wl-of">{about}</p>
      <p class="wl-of">{not_when}</p>
      {source && <p class="wl-of">{source}</p>}
    </article>
  );
}

interface ActionProps extends Omit<PlannedAction, "key"> {
  options: PlanOptions;
}

function Action({ at, said, share, now, offer, options, ...action }: ActionProps) {
  const session = useSession();
  const say = (field: EditAction["field"]) => ({
    name: `plan ${at} ${field}`,
    text: action[field],
    message: (text: string): EditAction => ({ do: "edit_action", at, field, text }),
    autocomplete: "off" as const,
    "data-field": field,
  });
  const told = action.status !== "open" || action.changed || action.why;
  return (
    <div class="wc-action-row" data-status={action.status} data-told={told ? true : undefined}>
      <label class="wc-own-field wc-action-what">
        <span>{t("What")}</span>
        <Area {...say("what")} rows={1} dir="auto" />
      </label>
      <label class="wc-own-field wc-action-owner">
        <span>{t("Who")}</span>
        <Field {...say("owner")} placeholder={t("a name")} dir="auto" />
      </label>
      <label class="wc-own-field wc-action-date">
        <span>{t("By when")}</span>
        <Field {...say("date")} type="date" />
      </label>
      <label class="wc-own-field wc-action-link">
        <span>{t("Link")}</span>
        <Choice {...say("link")} options={pairs(options.links)} />
      </label>
      <label class="wc-own-field wc-action-watched">
        <span>{t("Number to watch")}</span>
        <Choice {...say("watched")} options={pairs(options.numbers)} />
      </label>
      <label class="wc-own-field wc-action-aimed">
        <span>{share ? t("Aimed at, in %") : t("Aimed at, per month")}</span>
        <Field {...say("aimed")} inputmode="decimal" />
      </label>
      <p class="wl-of wc-action-now">
        {now}
        {offer && (
          <Button class="wl-small" onClick={() => session.ask({ do: "aim_action", at })}>
            {offer}
          </Button>
        )}
      </p>
      <label class="wc-own-field wc-action-status">
        <span>{t("Status")}</span>
        <Choice {...say("status")} options={pairs(options.statuses)} />
      </label>
      {told && (
        <>
          <label class="wc-own-field wc-action-changed">
            <span>{t("Since ¦ a day")}</span>
            <Field {...say("changed")} type="date" />
          </label>
          <label class="wc-own-field wc-action-why">
            <span>{t("Why, or what came of it")}</span>
            <Area {...say("why")} rows={1} dir="auto" />
          </label>
        </>
      )}
      <label class="wc-own-field wc-action-watch">
        <span>{t("How it is counted")}</span>
        <Area {...say("watch")} rows={1} dir="auto" />
      </label>
      <label class="wc-own-field wc-action-note">
        <span>{t("Note")}</span>
        <Area {...say("note")} rows={1} dir="auto" />
      </label>
      <Button class="wl-small wc-action-remove" onClick={() => session.ask({ do: "remove_action", at })}>
        {t("Remove")}
      </Button>
      <p class="wl-said">{said}</p>
    </div>
  );
}

// A report takes a moment: its button says so until it is there.
function Reports({ print_notes, report_said }: PlanStep) {
  const session = useSession();
  const [, asked] = useState<unknown>();
  const formats: [Format, string][] = [
    ["html", t("Report")],
    ["pdf", t("PDF")],
    ["xlsx", t("Spreadsheet")],
    ["pptx", t("Slides")],
  ];
  return (
    <Card title={t("Create the report")}>
      <div class="wc-row wc-reports">
        {formats.map(([format, words]) => (
          <Button
            key={format}
            class={format === "html" ? "wl-primary" : ""}
            data-format={format}
            disabled={session.isWriting(format)}
            aria-busy={session.isWriting(format) || undefined}
            onClick={() => {
              session.write(format);
              asked({});
            }}
          >
            {words}
          </Button>
        ))}
      </div>
      <label class="wc-check">
        <input
          type="checkbox"
          checked={print_notes}
          onChange={({ currentTarget }) => session.ask({ do: "print_notes", on: currentTarget.checked })}
        />
        <span>{t("Print my notes in it")}</span>
      </label>
      <p class="wl-caption" role="status" aria-live="polite">
        {report_said}
      </p>
    </Card>
  );
}

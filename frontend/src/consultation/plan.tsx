// Step 7: what to do, who does it by when, and the report.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Lines } from "../components/Lines";
import type { EditAction, LinkPlays, PlannedAction, PlanStep, PlayPane } from "../messages/messages";
import { t } from "../words";
import { Area, Button, Card, Field, useSession } from "./fields";
import type { Format } from "./session";

export function Plan(plan: PlanStep) {
  const session = useSession();
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
            <Action key={key} {...action} />
          ))}
        </div>
        <Button onClick={() => session.ask({ do: "add_action" })}>{t("Add an action of your own")}</Button>
        <p>{plan.forecast}</p>
      </Card>
      <Reports {...plan} />
    </>
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

function Action({ at, said, ...action }: Omit<PlannedAction, "key">) {
  const session = useSession();
  const say = (field: EditAction["field"]) => ({
    name: `plan ${at} ${field}`,
    text: action[field],
    message: (text: string): EditAction => ({ do: "edit_action", at, field, text }),
    autocomplete: "off" as const,
  });
  return (
    <div class="wc-action-row">
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
      <Button class="wl-small" onClick={() => session.ask({ do: "remove_action", at })}>
        {t("Remove")}
      </Button>
      <label class="wc-own-field wc-action-watch">
        <span>{t("Number to watch")}</span>
        <Area {...say("watch")} rows={1} dir="auto" />
      </label>
      <label class="wc-own-field wc-action-note">
        <span>{t("Note")}</span>
        <Area {...say("note")} rows={1} dir="auto" />
      </label>
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

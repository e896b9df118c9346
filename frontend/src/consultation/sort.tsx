// Step 2: which side is it? First a game, then the client's own activities.

import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { ChooseUnit, EditActivity, OwnActivity, PastActivity, SortStep } from "../messages/messages";
import { t } from "../words";
import { Alignment } from "./alignment";
import { Button, Card, Choice, Field, Sides, useSession } from "./fields";

export function Sort(sort: SortStep) {
  return (
    <>
      <Game {...sort} />
      <Own {...sort} />
      <Alignment alignment={sort.alignment} />
    </>
  );
}

function Game({ score, next, reason, past }: SortStep) {
  const session = useSession();
  return (
    <Card class="wc-game" title={t("Which side is it?")}>
      <p class="wl-caption">{score}</p>
      <p class="wc-reason" role="status" aria-live="polite">
        {reason}
      </p>
      <div hidden={!next}>
        <p class="wc-prompt">{next?.activity}</p>
        <Sides
          label={t("Your answer")}
          act={(side) => next && session.ask({ do: "answer", id: next.id, side })}
        />
      </div>
      <details class="wl-words">
        <summary>{t("All answers")}</summary>
        <ul class="wc-game-past">
          {past.map((one) => (
            <Past key={one.id} {...one} />
          ))}
        </ul>
      </details>
    </Card>
  );
}

function Past({ id, activity, reason, answered, right }: PastActivity) {
  const session = useSession();
  return (
    <li>
      <strong>{activity}</strong>
      <span> {reason}</span>
      <Sides
        label={t("Change the answer")}
        answered={answered}
        right={right}
        act={(side) => session.ask({ do: "answer", id, side })}
      />
    </li>
  );
}

function Own({ unit, known, own }: SortStep) {
  const session = useSession();
  const list = useId();
  const rows = useRef<HTMLDivElement>(null);
  const adding = useRef(0); // rows there will be once the one that is added is here
  useLayoutEffect(() => {
    if (!adding.current || own.length < adding.current) return;
    adding.current = 0;
    rows.current?.lastElementChild?.querySelector("input")?.focus();
  });
  return (
    <Card>
      <h3 class="wl-h">
        <span>{t("Your own list")}</span>
        <Choice
          name="unit"
          text={unit}
          message={(text) => ({ do: "unit", unit: text as ChooseUnit["unit"] })}
          aria-label={t("Measured in")}
          options={[
            ["hours", t("hours per month")],
            ["money", t("money per month")],
          ]}
        />
      </h3>
      <datalist id={list}>
        {known.map((activity) => (
          <option key={activity} value={activity} />
        ))}
      </datalist>
      <div ref={rows} class="wc-own" role="list" aria-label={t("Your own activities")}>
        {own.map((row, at) => (
          <Row key={at} at={at} list={list} {...row} />
        ))}
      </div>
      <Button
        onClick={() => {
          adding.current = own.length + 1;
          session.ask({ do: "add_activity" });
        }}
      >
        {t("Add an activity")}
      </Button>
    </Card>
  );
}

function Row({ at, list, ...row }: OwnActivity & { at: number; list: string }) {
  const session = useSession();
  const say = (field: EditActivity["field"]) => ({
    name: `activity ${at} ${field}`,
    text: row[field],
    message: (text: string): EditActivity => ({ do: "edit_activity", at, field, text }),
  });
  const answers: [string, string][] = [
    ["", "…"],
    ["yes", t("yes")],
    ["no", t("no")],
  ];
  return (
    <div class="wc-own-row" role="listitem">
      <label class="wc-own-field">
        <span>{t("Activity")}</span>
        <Field
          {...say("what")}
          aria-label={t("Activity")}
          placeholder={t("What do you do?")}
          list={list}
          dir="auto"
        />
      </label>
      <label class="wc-own-field">
        <span>{t("Per month")}</span>
        <Field
          {...say("amount")}
          aria-label={t("Amount per month")}
          placeholder={t("amount")}
          inputmode="decimal"
        />
      </label>
      <label class="wc-own-field">
        <span>{t("Customer answers?")}</span>
        <Choice {...say("customer")} aria-label={t("Does the customer answer?")} options={answers} />
      </label>
      <label class="wc-own-field">
        <span>{t("A person answers back?")}</span>
        <Choice {...say("person")} aria-label={t("Does a person answer back?")} options={answers} />
      </label>
      <span class="wc-own-side" data-side={row.side ?? ""}>
        {row.side_words}
      </span>
      <Button class="wl-small" onClick={() => session.ask({ do: "remove_activity", at })}>
        {t("Remove")}
      </Button>
      <p class="wl-said">{row.said}</p>
    </div>
  );
}

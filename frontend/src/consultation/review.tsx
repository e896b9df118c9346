// The first step of a later session: what became of what was agreed, what moved, the forecast, and the trend.

import { Lines } from "../components/Lines";
import { Table } from "../components/Table";
import type { ArchivePane, EditAction, Option, ReviewedAction, ReviewStep } from "../messages/messages";
import { t } from "../words";
import { Area, Button, Card, Choice, Field, useSession } from "./fields";
import { Trend, Wide } from "./trend";

export function Review(review: ReviewStep) {
  const session = useSession();
  return (
    <>
      {review.numbers && (
        <Card title={review.numbers_title} class="wc-new-numbers">
          <p>{review.numbers}</p>
          <Button class="wl-primary" onClick={() => session.step("numbers")}>
            {t("Enter the new numbers")}
          </Button>
        </Card>
      )}
      <Card title={t("What became of each action")} class="wc-became">
        {!review.actions.length && <p class="wl-caption">{review.no_actions}</p>}
        {review.actions.map(({ key, ...action }) => (
          <Agreed key={key} {...action} options={review.options} />
        ))}
      </Card>
      {review.moved.length > 0 && (
        <Card title={t("What moved")} class="wc-moved">
          <Lines lines={review.moved} />
          <Wide label={t("What moved")}>
            <Table columns={review.columns} rows={review.rows} />
          </Wide>
          <p class="wl-caption">
            {t("“Beyond chance” is a difference that is at least 95% likely to be real.")}
          </p>
        </Card>
      )}
      {review.forecast && (
        <Card title={t("The forecast and what happened")} class="wc-came">
          <p>{review.forecast}</p>
        </Card>
      )}
      {review.trend && <Trend {...review.trend} />}
      <Archive {...review.archive} />
    </>
  );
}

interface AgreedProps extends Omit<ReviewedAction, "key"> {
  options: readonly Option[];
}

function Agreed({ what, agreed, at, said, options, ...action }: AgreedProps) {
  const say = (field: "status" | "changed" | "why") => ({
    name: `review ${at} ${field}`,
    text: action[field],
    message: (text: string): EditAction => ({ do: "edit_action", at, field, text }),
  });
  return (
    <div class="wc-agreed">
      <p class="wl-strong" dir="auto">
        {what}
      </p>
      <p class="wl-of" dir="auto">
        {agreed}
      </p>
      {at >= 0 && (
        <div class="wc-agreed-fields">
          <label class="wc-own-field">
            <span>{t("Status")}</span>
            <Choice {...say("status")} options={pairs(options)} data-field="status" />
          </label>
          <label class="wc-own-field">
            <span>{t("Since ¦ a day")}</span>
            <Field {...say("changed")} type="date" data-field="changed" />
          </label>
          <label class="wc-own-field">
            <span>{t("Why, or what came of it")}</span>
            <Area {...say("why")} rows={1} dir="auto" data-field="why" />
          </label>
        </div>
      )}
      <p class="wl-said">{said}</p>
    </div>
  );
}

/** What can be chosen, as a select takes it. */
export const pairs = (options: readonly Option[]): [string, string][] =>
  options.map(({ key, label }) => [key, label]);

// As it stood then: nothing in it can be changed.
function Archive({ title, lines, actions }: ArchivePane) {
  return (
    <details class="wl-card wc-archive">
      <summary>
        <strong>{title}</strong>
      </summary>
      <Lines lines={lines} />
      {actions.length > 0 && (
        <Wide label={title}>
          <Table columns={[t("What"), t("Who and by when"), t("By then ¦ the status")]} rows={actions} />
        </Wide>
      )}
    </details>
  );
}

// Effort moved from the strong side to the weak one, and why leads were lost.

import { useId } from "preact/hooks";
import { Lines } from "../components/Lines";
import { LostReasons } from "../components/LostReasons";
import { Slider } from "../components/Slider";
import type { EditMove, LostField, LostStep, RealignPane, TakesField } from "../messages/messages";
import { t } from "../words";
import { Button, Card, Field, useSession } from "./fields";

export function Realign(pane: RealignPane) {
  const session = useSession();
  const amount = useId();
  const { slider } = pane;
  return (
    <Card class="wc-realign" title={pane.title}>
      {pane.said && (
        <p class="wc-realign-said" role="status" aria-live="polite">
          {pane.said}
        </p>
      )}
      {pane.why_not.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {slider && (
        <>
          <Slider
            pane={slider}
            waiting={() => session.waiting("moved")}
            onMove={(text) => session.later("moved", { do: "edit_move", field: "moved", text, exact: true })}
          />
          <div class="wc-row">
            <label for={amount}>{pane.amount_label}</label>
            <Field
              id={amount}
              name="moved"
              text={pane.amount}
              message={(text) => ({ do: "edit_move", field: "moved", text })}
              class="wl-input wc-small"
              inputmode="decimal"
              placeholder={pane.amount_usual}
            />
          </div>
          {pane.amount_said && <p class="wl-said">{pane.amount_said}</p>}
        </>
      )}
      <Lines lines={pane.changes} />
      {pane.takes.map((field) => (
        <Takes key={field.id} {...field} />
      ))}
      {pane.against.length > 0 && (
        <>
          <h4 class="wc-against">{pane.against_title}</h4>
          <Lines lines={pane.against} />
        </>
      )}
      {pane.save && (
        <div class="wc-row">
          <Button onClick={() => session.ask({ do: "save_move" })}>{pane.save}</Button>
          <span class="wl-caption">{pane.save_said}</span>
        </div>
      )}
    </Card>
  );
}

function Takes({ id: name, label, text, said, usual }: TakesField) {
  const id = useId();
  return (
    <div class="wc-takes">
      <div class="wc-row">
        <label for={id}>{label}</label>
        <Field
          id={id}
          name={name}
          text={text}
          message={(typed) => ({ do: "edit_move", field: name as EditMove["field"], text: typed })}
          class="wl-input wc-small"
          inputmode="decimal"
          aria-describedby={`${id}-usual`}
        />
      </div>
      <p class="wl-caption" id={`${id}-usual`}>
        {usual}
      </p>
      {said && <p class="wl-said">{said}</p>}
    </div>
  );
}

/** Next to the weak link: as an export has it, or as it is typed. */
export function Lost({ pane, ask, words, fields }: LostStep) {
  return (
    <Card class="wc-lost" title={pane.title}>
      {ask && <p>{ask}</p>}
      {fields.length > 0 && (
        <div class="wc-lost-fields">
          {fields.map((field) => (
            <Reason key={field.id} {...field} hint={words} />
          ))}
        </div>
      )}
      <LostReasons {...pane} />
    </Card>
  );
}

function Reason({ id: kind, label, leads, words, said, hint }: LostField & { hint: string }) {
  const id = useId();
  const of = kind as "price" | "fit" | "timing" | "no_answer" | "competitor";
  return (
    <div class="wc-lost-field">
      <label for={id}>{label}</label>
      <Field
        id={id}
        name={`lost ${kind}`}
        text={leads}
        message={(text) => ({ do: "edit_lost", kind: of, field: "leads", text })}
        class="wl-input wc-small"
        inputmode="numeric"
      />
      <Field
        name={`lost ${kind} words`}
        text={words}
        message={(text) => ({ do: "edit_lost", kind: of, field: "words", text })}
        placeholder={hint}
        aria-label={t("{label}: in your words", { label })}
        maxlength={200}
      />
      {said && <p class="wl-said">{said}</p>}
    </div>
  );
}

// Before the numbers: two answers, each given blind. What is typed on a slip stays in this window until it is handed in, and
// nothing of it comes back before both are shown.

import { useId, useState } from "preact/hooks";
import { Lines } from "../components/Lines";
import type {
  AnswerGap,
  AnswersPane,
  AskWhom,
  GapsPane,
  HandIn,
  PhoneCode,
  ShownSlip,
  SlipPane,
} from "../messages/messages";
import { t } from "../words";
import { Button, Card, Sides, useSession } from "./fields";

type Role = SlipPane["role"];
type Written = Required<Omit<HandIn, "do" | "role" | "seq" | "today">>;

const BLANK: Written = { weak: "", sure: "", lead: "", sale: "", call: "" };

export function Answers(pane: AnswersPane) {
  return pane.revealed ? <Shown {...pane} /> : <Blind {...pane} />;
}

function Blind(pane: AnswersPane) {
  const session = useSession();
  const [writing, write] = useState<Role | null>(null); // one at a time
  const [written, keep] = useState<Partial<Record<Role, Written>>>({});
  const { asked, choices, slips, no_code, complete, some } = pane;
  return (
    <>
      <Card title={t("Who answers?")}>
        <div class="wc-sides" role="group" aria-label={t("Who answers?")}>
          {choices.map(([key, words]) => (
            <Button
              key={key}
              aria-pressed={key === asked}
              onClick={() => session.ask({ do: "ask_whom", asked: key as AskWhom["asked"] })}
            >
              {words}
            </Button>
          ))}
        </div>
        {no_code && <p class="wl-caption">{no_code}</p>}
      </Card>
      <div class="wc-slips">
        {slips.map((slip) => (
          <Slip
            key={slip.role}
            {...slip}
            pane={pane}
            open={writing === slip.role}
            written={written[slip.role] ?? BLANK}
            onOpen={(open) => write(open ? slip.role : null)}
            onWrite={(now) => keep((before) => ({ ...before, [slip.role]: now }))}
          />
        ))}
      </div>
      <Card>
        <div class="wc-row">
          <Button
            class="wl-primary"
            disabled={!complete}
            onClick={() => session.ask({ do: "reveal", anyway: false })}
          >
            {t("Show both answers")}
          </Button>
          {some && !complete && (
            <Button onClick={() => session.ask({ do: "reveal", anyway: true })}>
              {t("Show what is there")}
            </Button>
          )}
        </div>
        <p class="wl-caption">{t("Once they are shown, no answer can be added, changed or taken back.")}</p>
      </Card>
    </>
  );
}

interface SlipProps extends SlipPane {
  pane: AnswersPane;
  open: boolean;
  written: Written;
  onOpen: (open: boolean) => void;
  onWrite: (written: Written) => void;
}

function Slip({ role, title, handed_in, code, pane, open, written, onOpen, onWrite }: SlipProps) {
  const session = useSession();
  if (handed_in)
    return (
      <Card class="wc-slip wc-slip-in" title={title}>
        <p class="wc-slip-state" role="status">
          {t("Handed in")}
        </p>
        <Button
          class="wl-small"
          onClick={() => {
            onWrite(BLANK);
            session.ask({ do: "take_back", role });
          }}
        >
          {t("Take it back")}
        </Button>
      </Card>
    );
  return (
    <Card class="wc-slip" title={title}>
      {!open && <p class="wc-slip-state">{t("Not handed in yet")}</p>}
      {!open && code && <Code {...code} title={title} />}
      {!open && !session.windows.second && (
        <Button data-role={role} onClick={() => onOpen(true)}>
          {t("Type it in here")}
        </Button>
      )}
      {open && (
        <SlipForm
          pane={pane}
          title={title}
          written={written}
          onWrite={onWrite}
          onClose={() => onOpen(false)}
          onHandIn={() => {
            session.ask({ do: "hand_in", role, ...written });
          }}
        />
      )}
    </Card>
  );
}

function Code({ address, size, path, title }: PhoneCode & { title: string }) {
  return (
    <div class="wc-code">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={t("Code for a phone: {who}", { who: title })}
      >
        <rect class="wc-code-ground" width={size} height={size} />
        <path class="wc-code-dark" d={path} shape-rendering="crispEdges" />
      </svg>
      <p class="wl-caption">{t("Scan it with a phone. It is good for one answer.")}</p>
      <p class="wc-address">{address}</p>
    </div>
  );
}

interface FormProps {
  pane: AnswersPane;
  title: string;
  written: Written;
  onWrite: (written: Written) => void;
  onClose: () => void;
  onHandIn: () => void;
}

function SlipForm({ pane, title, written, onWrite, onClose, onHandIn }: FormProps) {
  const id = useId();
  const { questions, sure_help, speeds, longest } = pane;
  const set = (change: Partial<Written>) => onWrite({ ...written, ...change });
  return (
    <form
      class="wc-slip-form"
      aria-label={title}
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onHandIn();
      }}
    >
      <p class="wl-label">{questions["weak"]}</p>
      <Sides label={questions["weak"] ?? ""} answered={written.weak} act={(weak) => set({ weak })} />
      <label class="wl-label" for={`${id}sure`}>
        {questions["sure"]}
      </label>
      <div class="wc-sure">
        <input
          id={`${id}sure`}
          class="wl-input"
          name="slip sure"
          inputmode="numeric"
          maxLength={20}
          aria-describedby={`${id}help`}
          value={written.sure}
          onInput={({ currentTarget }) => set({ sure: currentTarget.value })}
        />
        <span aria-hidden="true">%</span>
      </div>
      <p class="wl-note" id={`${id}help`}>
        {sure_help}
      </p>
      {(["lead", "sale"] as const).map((key) => (
        <label key={key} class="wc-slip-field">
          <span class="wl-label">{questions[key]}</span>
          <textarea
            class="wl-input"
            name={`slip ${key}`}
            rows={2}
            dir="auto"
            maxLength={longest}
            value={written[key]}
            onInput={({ currentTarget }) => set({ [key]: currentTarget.value })}
          />
        </label>
      ))}
      <label class="wc-slip-field">
        <span class="wl-label">{questions["call"]}</span>
        <select
          class="wl-input"
          name="slip call"
          value={written.call}
          onChange={({ currentTarget }) => set({ call: currentTarget.value as Written["call"] })}
        >
          {speeds.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <div class="wc-row">
        <Button type="submit" class="wl-primary">
          {t("Hand in")}
        </Button>
        <Button onClick={onClose}>{t("Not now")}</Button>
      </div>
    </form>
  );
}

// --- after the reveal -----------------------------------------------------------------------------------------------

function Shown({ shown, bets, gaps }: AnswersPane) {
  return (
    <>
      <div class="wc-slips">
        {shown.map((slip) => (
          <ShownAnswer key={slip.role} {...slip} />
        ))}
      </div>
      <Card title={t("The bets")}>
        <Lines lines={bets} />
      </Card>
      {gaps.map((gap) => (
        <Gap key={gap.word} {...gap} />
      ))}
    </>
  );
}

function ShownAnswer({ title, answers, said }: ShownSlip) {
  return (
    <Card class="wc-slip wc-slip-shown" title={title}>
      {said && <p>{said}</p>}
      <dl>
        {answers.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Gap({ word, state, title, said, settled, answers, text }: AnswerGap) {
  const session = useSession();
  const id = useId();
  const [own, write] = useState<string | null>(null);
  const settle = (agreed: string) => session.ask({ do: "settle", word, text: agreed });
  const ours = own ?? text;
  return (
    <Card class={`wc-gap wc-gap-${state}`} title={title}>
      <p class={settled ? "wc-agreed" : "wl-strong"} dir="auto">
        {said}
      </p>
      {settled && (
        <Button class="wl-small" onClick={() => session.ask({ do: "unsettle", word })}>
          {t("Not agreed after all")}
        </Button>
      )}
      {!settled && word === "call" && state === "differ" && (
        <Button onClick={() => settle("")}>{t("We have looked it up")}</Button>
      )}
      {!settled && word !== "call" && (
        <div class="wc-gap-answers">
          {answers.map((answer, at) => (
            <div key={answer.role} class="wc-gap-answer">
              <p class="wl-of">{answer.title}</p>
              <p id={`${id}${at}`} dir="auto">
                {answer.text}
              </p>
              <Button aria-describedby={`${id}${at}`} onClick={() => settle(answer.text)}>
                {t("Use this definition")}
              </Button>
            </div>
          ))}
          <div class="wc-gap-answer">
            <label class="wl-of" for={`${id}own`}>
              {t("In other words")}
            </label>
            <textarea
              id={`${id}own`}
              class="wl-input"
              name={`gap ${word}`}
              rows={2}
              dir="auto"
              value={ours}
              onInput={({ currentTarget }) => write(currentTarget.value)}
            />
            <Button disabled={!ours.trim()} onClick={() => settle(ours)}>
              {t("Agree on this")}
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}

/** Next to a verdict: that the rates rest on two definitions. */
export function Differ({ warning, note }: GapsPane) {
  return (
    <>
      {warning && (
        <p class="wc-differ" role="note">
          {warning}
        </p>
      )}
      {note && (
        <p class="wc-differ wc-differ-note" role="note">
          {note}
        </p>
      )}
    </>
  );
}

/** How the bets came out, once there is a diagnosis. */
export function Bets({ bets }: GapsPane) {
  return bets.length ? (
    <Card class="wc-bets" title={t("The bets")}>
      <Lines lines={bets} />
    </Card>
  ) : null;
}

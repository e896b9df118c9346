// Fields that are typed into: what is typed keeps its place and its caret while answers arrive.

import type {
  ButtonHTMLAttributes,
  ComponentChildren,
  InputHTMLAttributes,
  RefObject,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from "preact";
import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import type { ConsultationMessage } from "../messages/messages";
import { t } from "../words";
import type { Session } from "./session";

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no session is open around this component");
  session.replies.value; // whoever asks the session is drawn anew with every answer
  return session;
}

type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Shows what was answered, unless somebody types there or what was typed is not answered yet. */
export function useAnswered<Node extends Typed>(name: string, text: string): RefObject<Node | null> {
  const session = useSession();
  const ref = useRef<Node>(null);
  useLayoutEffect(() => {
    const input = ref.current;
    if (!input || document.activeElement === input || session.waiting(name)) return;
    if (input.value !== text) input.value = text;
  });
  return ref;
}

interface FieldProps {
  /** What is typed here, of everything that can be typed. */
  name: string;
  /** The text as it was answered. */
  text: string;
  /** The message that says what is typed. */
  message: (text: string) => ConsultationMessage;
}

export function Field({ name, text, message, ...more }: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const session = useSession();
  const ref = useAnswered<HTMLInputElement>(name, text);
  return (
    <input
      autocomplete="off"
      class="wl-input"
      {...more}
      readOnly={session.windows.second}
      ref={ref}
      onInput={(event) => session.later(name, message(event.currentTarget.value))}
    />
  );
}

export function Area({
  name,
  text,
  message,
  ...more
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const session = useSession();
  const ref = useAnswered<HTMLTextAreaElement>(name, text);
  return (
    <textarea
      class="wl-input"
      {...more}
      readOnly={session.windows.second}
      ref={ref}
      onInput={(event) => session.later(name, message(event.currentTarget.value))}
    />
  );
}

/** A choice is sent at once. */
export function Choice({
  name,
  text,
  message,
  options,
  ...more
}: FieldProps & {
  options: readonly (readonly [string, string])[];
} & SelectHTMLAttributes<HTMLSelectElement>) {
  const session = useSession();
  const ref = useAnswered<HTMLSelectElement>(name, text);
  return (
    <select
      class="wl-input"
      {...more}
      disabled={session.windows.second}
      ref={ref}
      onChange={(event) => session.ask(message(event.currentTarget.value))}
    >
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

export function Button({
  class: more = "",
  ...rest
}: { class?: string } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" class={`wl-button ${more}`.trim()} {...rest} />;
}

export type Side = "marketing" | "sales";

interface SidesProps {
  label: string;
  answered?: string | null;
  right?: string;
  act: (side: Side) => void;
}

/** Marketing or sales: one of the two is pressed once it was answered, and the right one is ticked. */
export function Sides({ label, answered = null, right, act }: SidesProps) {
  const sides: [Side, string][] = [
    ["marketing", t("Marketing")],
    ["sales", t("Sales ¦ the side")],
  ];
  return (
    <div class="wc-sides" role="group" aria-label={label}>
      {sides.map(([side, words]) => (
        <Button
          key={side}
          class={`wc-side wc-${side}-side ${answered && side === right ? "wc-right" : ""}`}
          data-side={side}
          aria-pressed={side === answered}
          onClick={() => act(side)}
        >
          {words}
        </Button>
      ))}
    </div>
  );
}

interface CardProps {
  title?: string;
  class?: string;
  hidden?: boolean;
  children: ComponentChildren;
}

export function Card({ title, class: more = "", hidden = false, children }: CardProps) {
  return (
    <section class={`wl-card ${more}`.trim()} hidden={hidden}>
      {title && <h3 class="wl-h">{title}</h3>}
      {children}
    </section>
  );
}

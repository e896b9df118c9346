// The form: how numbers come in, an export to open, and the fields of this way in.

import { useLayoutEffect, useRef } from "preact/hooks";
import { Field } from "../components/Field";
import type { FieldPane } from "../messages/messages";
import { t } from "../words";
import { useStore } from "./context";
import { Doubt } from "./Doubt";
import { useFocusKept } from "./focus";
import { FieldTerm, termOfField } from "./help/Term";
import { Opener } from "./leads/Opener";
import { saidOf, type View, type Way } from "./store/shown";
import type { Store } from "./store/store";

export function NumbersForm() {
  const store = useStore();
  const { form, view, forms, doubts } = store.shown.value;
  const box = useRef<HTMLFormElement>(null);
  useFocusKept(box, forms, "name"); // typing goes on at the same place where another form replaces this one
  useNeededInView(box);
  const fields = (view && form?.fields[view.way]) ?? [];
  const example = view?.example;
  const inGroup = (...groups: string[]) => fields.filter(({ group }) => groups.includes(group));
  const [more, money] = [inGroup("more"), inGroup("money")];
  return (
    <form
      ref={box}
      class="wl-form wl-card"
      id={`${store.id}-numbers`}
      tabindex={-1}
      aria-label={t("Your numbers")}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Enter") store.settle();
        if (event.key === "F1") explain(event, store);
      }}
      onFocusOut={() => store.settle()}
    >
      <h2 class="wl-h">
        <span>{t("Your numbers")}</span>
        <span class="wl-badge" hidden={Boolean(view) && !example}>
          {t("example")}
        </span>
      </h2>
      <Ways />
      <Opener />
      <Fields fields={inGroup("", "asked")} />
      <Group
        title={t("More detail: fit and reached")}
        fields={more}
        open={more.some(({ key }) => view?.errors[key] || doubts[key])}
        view={view}
      />
      <Group
        title={t("In money")}
        fields={money}
        hidden={false}
        open={money.some(({ key }) => view?.errors[key] || view?.texts[key] || doubts[key])}
        view={view}
      />
      <p class="wl-story" hidden={!example}>
        {example ? t("{name}. {story}", { name: example.name, story: example.story }) : ""}
      </p>
    </form>
  );
}

/** Open what the word of the field means in which somebody types. */
function explain(event: KeyboardEvent, store: Store): void {
  const { target } = event;
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  const term = termOfField(store.shown.peek(), target.name);
  if (!term) return;
  event.preventDefault();
  store.help.ask({ term }, target);
}

/** On a phone the first field that is still needed comes into view below the head, unless somebody types in the form. */
function useNeededInView(box: { current: HTMLFormElement | null }): void {
  const { shown, charts } = useStore();
  const { view, nothing } = shown.value;
  const narrow = charts.narrow.value;
  const needed = nothing ? Object.keys(view?.missing ?? {}).join(" ") : "";
  useLayoutEffect(() => {
    const form = box.current;
    if (!narrow || !needed || !form || form.contains(document.activeElement)) return;
    form.querySelector(".wl-missing")?.scrollIntoView({ block: "nearest" });
  }, [narrow, needed]);
}

function Ways() {
  const store = useStore();
  const now = store.shown.value.view?.way;
  const ways: [Way, string][] = [
    ["counts", t("Totals")],
    ["table", t("Month by month ¦ the way in")],
    ["ledger", t("Leads")],
  ];
  return (
    <div class="wl-ways" role="group" aria-label={t("How your numbers come in")}>
      {ways.map(([way, text]) => (
        <button
          key={way}
          type="button"
          class="wl-way"
          data-way={way}
          aria-pressed={way === now}
          onClick={() => store.ask({ do: "way", way })}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

interface GroupProps {
  title: string;
  fields: FieldPane[];
  hidden?: boolean;
  /** Something in it is to be seen. */
  open: boolean;
  view: View | null;
}

/** Fields that are folded away until something in them is to be seen. */
function Group({ title, fields, hidden = !fields.length, open, view }: GroupProps) {
  const box = useRef<HTMLDetailsElement>(null);
  useLayoutEffect(() => {
    if (open && box.current) box.current.open = true;
  }, [open, view]);
  return (
    <details ref={box} class="wl-more" hidden={hidden && Boolean(view)}>
      <summary>{title}</summary>
      <Fields fields={fields} />
    </details>
  );
}

function Fields({ fields }: { fields: FieldPane[] }) {
  const store = useStore();
  const { view, forms, doubts } = store.shown.value;
  const { draft } = store.life.value;
  if (!view) return <div class="wl-fields" />;
  return (
    <div class="wl-fields">
      {fields.map((field) => {
        const { key, group } = field;
        const asked = group === "asked";
        return (
          <Field
            key={`${forms} ${key}`}
            field={field}
            prefix={store.id}
            text={store.talk.typed(key) ?? view.texts[key] ?? ""}
            {...saidOf(store.shown.value, draft, key)}
            note={view.notes[key] ?? view.echoes[key] ?? ""}
            hidden={asked && !view.asked?.includes(key)}
            fill={view.fill ?? false}
            offered={asked ? view.choices?.[key] : undefined}
            revision={view.revision}
            onType={(name, text) => store.type(name, text)}
            onChoose={(name, text) => store.choose({ [name]: text })}
            help={<FieldTerm field={key} />}
          >
            {doubts[key] ? (
              <Doubt field={key} question={doubts[key]} id={`${store.id}-${key}-doubt`} />
            ) : null}
          </Field>
        );
      })}
    </div>
  );
}

// What each text of the outcome column means.

import { Fold } from "../../components/Fold";
import type { MatchingPane, ValuePane } from "../../messages/messages";
import { t } from "../../words";
import { useStore } from "../context";

const VALUES = 12; // texts that are seen without asking

export function Meanings({ matching }: { matching: MatchingPane }) {
  const { values, kinds } = matching;
  const line = (value: ValuePane, at: number) => (
    <Meaning key={value.text} value={value} at={at} kinds={kinds} />
  );
  const lines = values.map(line);
  const more = lines.splice(VALUES);
  return (
    <div class="wl-values">
      <h4>{matching.values_title}</h4>
      {lines}
      {more.length ? <Fold title={t("{count} more", { count: more.length })}>{more}</Fold> : null}
    </div>
  );
}

function Meaning({ value, at, kinds }: { value: ValuePane; at: number; kinds: MatchingPane["kinds"] }) {
  const store = useStore();
  return (
    <fieldset class={value.means ? "wl-value" : "wl-value wl-asked"}>
      <legend>
        <span class="wl-value-text">{value.shown}</span>
        <span class="wl-value-count">{value.count}</span>
      </legend>
      <span class="wl-three">
        {kinds.map(([kind = "", text = ""]) => (
          <label key={kind}>
            <input
              type="radio"
              name={`${store.id}-value-${at}`}
              value={kind}
              checked={value.means === kind}
              data-key={`${at}-${kind}`}
              onChange={() => store.ask({ do: "meaning", text: value.text, means: kind })}
            />
            <span>{text}</span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}

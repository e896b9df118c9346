// A line for each field: what it is, the column of the file that holds it, and what stands there.

import type { MatchedField, MatchingPane } from "../../messages/messages";
import { t } from "../../words";
import { useStore } from "../context";

export function MatchTable({ fields, matching }: { fields: MatchedField[]; matching: MatchingPane }) {
  return (
    <table class="wl-matching">
      <thead>
        <tr>
          <th scope="col">{t("What it is")}</th>
          <th scope="col">{t("Column of your file")}</th>
          <th scope="col">{t("What stands there")}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <Line key={field.key} field={field} matching={matching} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ field, matching }: { field: MatchedField; matching: MatchingPane }) {
  const store = useStore();
  const { key, heading } = field;
  const id = `${store.id}-match-${key}`;
  return (
    <tr class={field.asked ? "wl-asked" : heading ? "" : "wl-absent"}>
      <th scope="row">
        <label for={id}>{field.label}</label>
        {field.needed ? <span class="wl-needed">{t("needed")}</span> : null}
      </th>
      <td class="wl-chosen">
        <select
          id={id}
          class="wl-input"
          data-key={key}
          value={heading ?? ""}
          onChange={({ currentTarget }) =>
            store.ask({ do: "match", field: key, heading: currentTarget.value || null })
          }
        >
          <option value="">{field.asked ? t("Choose …") : matching.none}</option>
          {matching.headings.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        {field.why ? <span class="wl-why">{field.why}</span> : null}
      </td>
      <td class="wl-samples">
        {heading ? (
          field.samples.map((text) => <span key={text}>{text}</span>)
        ) : (
          <span class="wl-hint">{t("such as {example}", { example: field.hint })}</span>
        )}
      </td>
    </tr>
  );
}

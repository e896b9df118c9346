// A number that is improbable: whether it is right. It goes away when somebody types on.

import { t } from "../words";
import { useStore } from "./context";

export function Doubt({ field, question, id }: { field: string; question: string; id?: string }) {
  const store = useStore();
  return (
    <div class="wl-doubt" role="group" aria-label={question}>
      <p id={id}>{question}</p>
      <button
        type="button"
        class="wl-button wl-small"
        onClick={({ currentTarget }) => {
          // The button goes, so the focus goes to the field that it is about.
          currentTarget.closest(".wl-field")?.querySelector<HTMLElement>(".wl-input")?.focus();
          store.confirm(field);
        }}
      >
        {t("Yes, that is right")}
      </button>
    </div>
  );
}

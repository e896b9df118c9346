// Months that are not counted, each with its reason and, where that is allowed, a way to include it.

import type { LeftOut } from "../messages/messages";
import { t } from "../words";
import { useStore } from "./context";

export function LeftOutMonths({ months }: { months: LeftOut[] }) {
  const store = useStore();
  return (
    <ul class="wl-aside">
      {months.map(({ month, text, may_count }) => (
        <li key={month}>
          <span>{t("Left out. {reason}", { reason: text })} </span>
          {may_count ? (
            <button
              type="button"
              class="wl-button wl-small"
              onClick={() => store.ask({ do: "count", month })}
            >
              {t("Include it anyway")}
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

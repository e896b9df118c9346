// Says next to a title that what belongs there is not settled.

import { t } from "../words";
import { useStore } from "./context";

export function DraftMark() {
  const { draft } = useStore().life.value;
  return (
    <span class="wl-draft-mark" hidden={!draft}>
      {t("draft")}
    </span>
  );
}

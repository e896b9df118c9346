// Where the effort goes, next to where customers are lost.

import { Lines } from "../components/Lines";
import type { AlignmentPane } from "../messages/messages";
import { t } from "../words";
import { Card } from "./fields";

export function Alignment({
  alignment,
  class: more = "",
}: {
  alignment: AlignmentPane | null;
  class?: string;
}) {
  if (!alignment) return null;
  return (
    <Card class={`wc-alignment ${more}`} title={t("Where the effort goes, and where customers are lost")}>
      <div class="wc-bars">
        {alignment.bars.map(({ label, marketing, sales, words }) => (
          <div key={label} class="wc-bar-row">
            <span>{label}</span>
            <div class="wl-bar" aria-hidden="true">
              <span class="wl-marketing" style={{ flexGrow: marketing }} />
              <span class="wl-sales" style={{ flexGrow: sales }} />
            </div>
            <span class="wl-of">{words}</span>
          </div>
        ))}
      </div>
      <Lines lines={alignment.findings} />
    </Card>
  );
}

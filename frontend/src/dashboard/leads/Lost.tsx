// Why leads were lost, next to the weak link.

import { LostReasons } from "../../components/LostReasons";
import { useStore } from "../context";

export function Lost() {
  const { view } = useStore().shown.value;
  const lost = view?.leads?.lost;
  if (view?.way !== "ledger" || !lost) return null;
  return (
    <section class="wl-card wl-leads wl-why-lost">
      <h3 class="wl-h">{lost.title}</h3>
      <LostReasons {...lost} />
    </section>
  );
}

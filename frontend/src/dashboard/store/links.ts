// A link that opens the page with these numbers.

import { t } from "../../words";
import type { Store } from "./store";

/** Copy the link, or show it where copying is not allowed. */
export async function copyLink(store: Store): Promise<void> {
  if (store.tooLong) {
    store.say(t("This table is too long for a link. Save it to a file instead, and send that."), true);
    return;
  }
  await store.address?.written();
  try {
    await navigator.clipboard.writeText(location.href);
    const { view } = store.shown.peek();
    const leads = view?.way === "ledger" && !view.example;
    store.say(
      leads
        ? t("Link copied: it opens this page with what was typed; the leads are not in it.")
        : t("Link copied: it opens this page with these numbers."),
    );
  } catch {
    store.notice.value = { text: t("Copy this link:"), alarming: false, link: location.href };
  }
}

// All words that the page explains, in one place.

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../words";
import { useStore } from "../context";

export function Glossary() {
  const store = useStore();
  const { help } = store;
  const dialog = useRef<HTMLDialogElement>(null);
  const open = help.glossary.value;
  const { form, settled } = store.shown.value;
  const { draft, stale } = store.life.value;
  const yours = draft || stale ? null : settled?.yours;
  useLayoutEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class="wl-glossary"
      aria-labelledby={`${store.id}-glossary`}
      onClose={() => {
        help.glossary.value = false;
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) currentTarget.close(); // beside the panel
      }}
    >
      {open ? (
        <div class="wl-glossary-body">
          <div class="wl-glossary-head">
            <h2 class="wl-h" id={`${store.id}-glossary`}>
              {t("Words used here")}
            </h2>
            <button type="button" class="wl-button" onClick={() => dialog.current?.close()}>
              {t("Close")}
            </button>
          </div>
          <p class="wl-caption">{t("In a field, F1 opens what its word means.")}</p>
          <dl>
            {form?.glossary.map(({ key, word, meaning }) => (
              <div key={key}>
                <dt>{word}</dt>
                <dd>{meaning}</dd>
                {yours?.[key] ? (
                  <dd class="wl-yours">{t("With your numbers: {numbers}", { numbers: yours[key] })}</dd>
                ) : null}
              </div>
            ))}
          </dl>
        </div>
      ) : null}
    </dialog>
  );
}

// What can be taken away: one page, the report, tables, pictures; with a title and a day that the link carries too.

import { useId, useRef } from "preact/hooks";
import type { Take as Taken } from "../messages/messages";
import { t } from "../words";
import { useStore } from "./context";

type Format = Taken["format"];
type Picture = NonNullable<Taken["picture"]>;

export function Take() {
  const store = useStore();
  const menu = useRef<HTMLDetailsElement>(null);
  const id = useId();
  const { view, answer, nothing } = store.shown.value;
  const shut = () => {
    const node = menu.current;
    if (!node) return;
    if (node.contains(document.activeElement)) node.querySelector("summary")?.focus();
    node.open = false;
  };
  const left = ({ relatedTarget }: FocusEvent) => {
    const node = menu.current;
    if (node && relatedTarget instanceof Node && !node.contains(relatedTarget)) node.open = false;
  };
  const take = (format: Format, picture?: Picture) => {
    shut();
    store.ask({ do: "take", format, ...(picture && { picture }) });
  };
  const title = useRef<HTMLInputElement>(null);
  const date = useRef<HTMLInputElement>(null);
  const entitle = () =>
    store.ask({ do: "title", title: title.current?.value ?? "", date: date.current?.value ?? "" });
  const pictures: [Picture, string][] = [
    ["door", t("The door")],
    ["map", t("The map")],
    ["bridge", t("The bridge")],
    ...(view && view.way !== "counts" ? [["timeline", t("The months")] as [Picture, string]] : []),
  ];
  return (
    <details
      ref={menu}
      class="wl-menu wl-take"
      onKeyDown={({ key }) => key === "Escape" && shut()}
      onFocusOut={left}
    >
      <summary class="wl-button">{t("Download")}</summary>
      <div class="wl-menu-list">
        <label class="wl-take-field" for={`${id}-title`}>
          {t("Title")}
          <input
            ref={title}
            id={`${id}-title`}
            class="wl-input"
            name="title"
            maxlength={120}
            placeholder={t("For example: Kitchens, north")}
            value={view?.title}
            onChange={entitle}
          />
        </label>
        <label class="wl-take-field" for={`${id}-date`}>
          {t("Date")}
          <input
            ref={date}
            id={`${id}-date`}
            class="wl-input"
            name="date"
            type="date"
            value={view?.date}
            onChange={entitle}
          />
        </label>
        {answer && !nothing ? (
          <>
            <Choice text={t("One page (PDF)")} act={() => take("pdf")} />
            <Choice text={t("Report (HTML)")} act={() => take("html")} />
            <Choice text={t("Spreadsheet (XLSX)")} act={() => take("xlsx")} />
            <Choice text={t("Table (CSV)")} act={() => take("csv")} />
            {pictures.map(([picture, text]) => (
              <div class="wl-take-picture" key={picture}>
                <span id={`${id}-${picture}`}>{text}</span>
                {(["png", "svg"] as const).map((format) => (
                  <button
                    key={format}
                    type="button"
                    class="wl-button"
                    aria-describedby={`${id}-${picture}`}
                    onClick={() => take(format, picture)}
                  >
                    {format.toUpperCase()}
                  </button>
                ))}
              </div>
            ))}
          </>
        ) : (
          <p class="wl-caption">{t("There is nothing to download until there is a result.")}</p>
        )}
      </div>
    </details>
  );
}

function Choice({ text, act }: { text: string; act: () => void }) {
  return (
    <button type="button" class="wl-button" onClick={act}>
      {text}
    </button>
  );
}

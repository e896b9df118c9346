// What can be done with all numbers at once: taken back, an example, cleared, a link, a file. A consultation around the
// page takes back by itself, and has the file.

import { useRef } from "preact/hooks";
import { t } from "../words";
import { useStore } from "./context";
import { Examples } from "./Examples";
import { copyLink } from "./store/links";
import { Take } from "./Take";

const LARGEST_FILE = 2_000_000; // bytes of a file saved from this page

export function Tools({ inside = false }: { inside?: boolean }) {
  const store = useStore();
  const chooser = useRef<HTMLInputElement>(null);
  const { view } = store.shown.value;
  const load = async ([file]: File[]) => {
    if (!file) return;
    if (file.size <= LARGEST_FILE) store.ask({ do: "load", text: await file.text() });
    else
      store.say(
        t("{name} is too large to be a file saved from this page. Choose another.", { name: file.name }),
        true,
      );
  };
  return (
    <div class="wl-tools" role="toolbar" aria-label={t("Tools")}>
      {!inside && (
        <>
          <Tool
            text={t("Undo")}
            title={t("Take back the last change")}
            disabled={view ? !view.can_undo : false}
            act={() => store.ask({ do: "undo" })}
          />
          <Tool
            text={t("Redo")}
            title={t("Bring again what was taken back")}
            disabled={view ? !view.can_redo : false}
            act={() => store.ask({ do: "redo" })}
          />
        </>
      )}
      <Examples />
      <Tool
        text={t("Clear all")}
        title={t("Clear every field; Undo brings them back")}
        act={() => store.ask({ do: "clear" })}
      />
      {store.published ? (
        <Tool
          text={t("Copy link")}
          title={t("Copy an address that opens this page with these numbers")}
          act={() => void copyLink(store)}
        />
      ) : null}
      {!inside && (
        <>
          <Tool
            text={t("Save")}
            title={t("Save these numbers to a file")}
            act={() => store.ask({ do: "save" })}
          />
          <Tool
            text={t("Open")}
            title={t("Open a file saved from this page")}
            act={() => chooser.current?.click()}
          />
          <Take />
          <Chooser chooser={chooser} accept=".json,application/json" onFiles={(files) => void load(files)} />
        </>
      )}
    </div>
  );
}

interface ToolProps {
  text: string;
  title: string;
  disabled?: boolean;
  act: () => void;
}

function Tool({ text, title, disabled = false, act }: ToolProps) {
  return (
    <button type="button" class="wl-button" title={title} disabled={disabled} onClick={act}>
      {text}
    </button>
  );
}

export interface ChooserProps {
  chooser: { current: HTMLInputElement | null };
  accept: string;
  class?: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
}

/** Chooses files when it is clicked from elsewhere; the same file may be chosen again. */
export function Chooser({ chooser, onFiles, class: more, ...attributes }: ChooserProps) {
  return (
    <input
      {...attributes}
      ref={chooser}
      type="file"
      class={more ? `wl-away ${more}` : "wl-away"}
      tabindex={-1}
      aria-hidden="true"
      onChange={({ currentTarget }) => {
        const files = [...(currentTarget.files ?? [])];
        currentTarget.value = "";
        onFiles(files);
      }}
    />
  );
}

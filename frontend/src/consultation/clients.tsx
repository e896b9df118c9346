// The list of clients: begin with a new one, go on with another, delete one.

import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Chooser } from "../dashboard/Tools";
import type { ClientsPane, ListedClient } from "../messages/messages";
import { t } from "../words";
import { Button, useSession } from "./fields";

const LARGEST_FILE = 2_000_000; // bytes of a file that was saved here

export function Clients({ clients }: { clients: ClientsPane }) {
  return (
    <section class="wc-clients" id="wc-clients" tabindex={-1} aria-label={clients.title}>
      <h2 class="wc-step-title">{clients.title}</h2>
      <p class="wc-step-line">{clients.line}</p>
      <NewClient />
      <OpenFile />
      <ul class="wc-cases">
        {clients.cases.map((listed) => (
          <Client key={listed.file} {...listed} />
        ))}
      </ul>
    </section>
  );
}

function OpenFile() {
  const session = useSession();
  const chooser = useRef<HTMLInputElement>(null);
  const open = async ([file]: File[]) => {
    if (!file) return;
    if (file.size <= LARGEST_FILE) session.ask({ do: "open_file", text: await file.text(), name: file.name });
    else
      session.notice.value = {
        text: t("{name} is too large to be a file of a case or of the dashboard.", { name: file.name }),
        alarm: true,
      };
  };
  return (
    <div class="wc-row wc-open-file">
      <Button onClick={() => chooser.current?.click()}>{t("Open a file")}</Button>
      <span class="wl-caption">{t("Of the dashboard, or a case: it becomes a new client.")}</span>
      <Chooser chooser={chooser} accept=".json,application/json" onFiles={(files) => void open(files)} />
    </div>
  );
}

function NewClient() {
  const session = useSession();
  const id = useId();
  const name = useRef<HTMLInputElement>(null);
  return (
    <form
      class="wl-card wc-new"
      onSubmit={(event) => {
        event.preventDefault();
        session.ask({ do: "new", client: name.current?.value ?? "" });
      }}
    >
      <label class="wl-label" for={id}>
        {t("A new client")}
      </label>
      <div class="wc-row">
        <input
          ref={name}
          id={id}
          class="wl-input"
          placeholder={t("Client’s name")}
          autocomplete="off"
          maxlength={10000}
        />
        <button type="submit" class="wl-button wl-primary">
          {t("Begin")}
        </button>
      </div>
    </form>
  );
}

function Client({ file, client, said, problem, delete: words, confirm }: ListedClient) {
  const session = useSession();
  const label = `${words} ${client}`;
  return (
    <li class="wl-card wc-case">
      <div class="wc-case-top">
        <button
          type="button"
          class="wc-case-open"
          disabled={Boolean(problem)}
          onClick={() => session.ask({ do: "open", file })}
        >
          <strong dir="auto">{client}</strong>
          <span>{file}</span>
        </button>
        {!confirm && (
          <Button aria-label={label} onClick={() => session.ask({ do: "delete", file })}>
            {words}
          </Button>
        )}
      </div>
      <p class={problem ? "wl-alarm" : ""}>{problem || said}</p>
      {confirm && <Confirm file={file} label={label} {...confirm} />}
    </li>
  );
}

// The safe answer has the focus.
function Confirm({
  file,
  label,
  text,
  yes,
  no,
}: {
  file: string;
  label: string;
  text: string;
  yes: string;
  no: string;
}) {
  const session = useSession();
  const keep = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => keep.current?.focus(), []);
  return (
    <div class="wc-confirm" role="alertdialog" aria-label={label}>
      <p dir="auto">{text}</p>
      <div class="wc-row">
        <button
          ref={keep}
          type="button"
          class="wl-button wl-small wc-keep"
          onClick={() => session.ask({ do: "close" })}
        >
          {no}
        </button>
        <Button class="wc-delete" onClick={() => session.ask({ do: "delete", file, sure: true })}>
          {yes}
        </Button>
      </div>
    </div>
  );
}

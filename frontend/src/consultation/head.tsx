// Above the steps: the client, whether the file is saved, and what is wrong with the line or the file.

import { t } from "../words";
import { published } from "./browser";
import { Button, Choice, Field, useSession } from "./fields";
import { lostWords } from "./session";
import { toggleFullScreen } from "./wall";

export function Head() {
  const session = useSession();
  const view = session.open.value;
  const { desk, second } = session.windows;
  return (
    <header class="wl-top wc-top">
      <div class="wl-title">
        <h1>{t("Which side of the door?")}</h1>
        {view && desk.value ? <Named /> : view && <p class="wc-client-name">{view.client}</p>}
      </div>
      {!second && (
        <div class="wl-tools" role="toolbar" aria-label={t("Session")}>
          {view && desk.value && <DeskTools />}
          {view && <Screen />}
        </div>
      )}
    </header>
  );
}

function Named() {
  const session = useSession();
  const view = session.open.value;
  if (!view) return null;
  return (
    <>
      <Field
        key={view.file}
        name="client"
        text={view.client}
        message={(text) => ({ do: "client", text })}
        class="wl-input wc-client"
        aria-label={t("Client")}
        placeholder={t("Client’s name")}
        spellcheck={false}
      />
      <Choice
        key={`${view.file} language`}
        name="language"
        text={view.language}
        message={(language) => ({ do: "speak", language })}
        options={view.languages.map(([code = "", name = ""]) => [code, name])}
        class="wl-input wc-language"
        aria-label={t("Language of this client and of the report")}
        title={t("Language of this client and of the report")}
      />
      <Saved />
    </>
  );
}

function DeskTools() {
  const session = useSession();
  const view = session.open.value;
  return (
    <>
      <Button
        title={t("Undo the last change")}
        disabled={!view?.can_undo}
        onClick={() => session.ask({ do: "undo" })}
      >
        {t("Undo")}
      </Button>
      <Button
        title={t("Do again what was undone")}
        disabled={!view?.can_redo}
        onClick={() => session.ask({ do: "redo" })}
      >
        {t("Redo")}
      </Button>
      {published() && (
        <Button
          class="wc-open-wall"
          title={t("What the room sees, in a window of its own: move it to the projector")}
          onClick={() => session.openWall()}
        >
          {t("Open the wall")}
        </Button>
      )}
      <Button
        class="wc-pointer-button"
        aria-pressed={session.windows.pointing.value}
        title={t("A dot on the wall that follows your mouse (P)")}
        onClick={() => session.windows.togglePointer()}
      >
        {t("Pointer")}
      </Button>
      <Button
        class="wc-blank-button"
        aria-pressed={session.windows.blank.value}
        title={t("Nothing on the wall (B)")}
        onClick={() => session.windows.toggleBlank()}
      >
        {t("Blank")}
      </Button>
      <Button onClick={() => session.ask({ do: "close" })}>{t("All clients")}</Button>
    </>
  );
}

function Screen() {
  const { windows } = useSession();
  return (
    <>
      <Button title={t("The whole screen (F)")} onClick={toggleFullScreen}>
        {t("Full screen")}
      </Button>
      <Button
        class="wc-talk-button"
        title={t("Wall: what the room may see. Desk: script, notes and clock for you alone (D)")}
        onClick={() => windows.toggle()}
      >
        {windows.desk.value ? t("To the wall") : t("To the desk")}
      </Button>
    </>
  );
}

// "Saved" is said only of what was acknowledged; read aloud only where it is not saved.
function Saved() {
  const session = useSession();
  const saved = session.saved.value?.saved;
  const { unsaid } = session.connection.value;
  return (
    <span
      class={`wc-saved ${saved?.alarm ? "wl-alarm" : ""}`}
      role="status"
      aria-live={saved?.alarm ? "polite" : "off"}
    >
      {unsaid ? t("Saving…") : saved?.text}
    </span>
  );
}

export function Banner() {
  const { lost, refusal } = useSession().connection.value;
  return (
    <p class="wl-banner" role="alert" hidden={!lost}>
      {lost ? lostWords(refusal) : ""}
    </p>
  );
}

export function Notice() {
  const { text, alarm } = useSession().notice.value;
  return (
    <p class={`wl-notice ${alarm ? "wl-alarm" : ""}`} role="status" aria-live="polite">
      {text}
    </p>
  );
}

/** Another window has changed the file, or deleted it: which of the two goes on. */
export function Conflict() {
  const session = useSession();
  const pane = session.saved.value;
  const conflict = session.open.value && pane?.conflict;
  const [theirs, mine] = pane?.choices ?? [];
  return (
    <div class="wl-banner wc-conflict" role="alert" hidden={!conflict}>
      <span>{conflict}</span>
      <Button onClick={() => session.ask({ do: "conflict", keep: "theirs" })}>{theirs}</Button>
      <Button onClick={() => session.ask({ do: "conflict", keep: "mine" })}>{mine}</Button>
    </div>
  );
}

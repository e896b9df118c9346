// The face of the report: whose name it carries, the firm's profile, and what the report goes without.

import { useRef, useState } from "preact/hooks";
import type { EditFirm, FacePane, FirmField, ProfilePane } from "../messages/messages";
import { t } from "../words";
import { Area, Button, Card, Choice, Field, useSession } from "./fields";

const LARGEST_LOGO = 1_000_000; // bytes; the other side checks it too, a larger file is not sent at all

type Pairs = readonly (readonly [string, string])[];

export function Face({ firm, firms, said, profile, parts, appendix }: FacePane) {
  const session = useSession();
  return (
    <Card title={t("Your firm on the report")} class="wc-face">
      <div class="wc-row wc-face-choice">
        <label class="wc-own-field">
          <span>{t("Firm")}</span>
          <Choice
            name="firm"
            data-field="firm"
            text={firm}
            message={(file) => ({ do: "choose_firm", file })}
            options={firms as unknown as Pairs}
          />
        </label>
        <NewFirm />
      </div>
      {said.map((line) => (
        <p key={line} class="wl-said">
          {line}
        </p>
      ))}
      {profile && <Profile key={firm} {...profile} />}
      <details class="wc-face-more">
        <summary>{t("What goes into the report")}</summary>
        <div class="wc-face-parts">
          {parts.map(({ key, title, on }) => (
            <label key={key} class="wc-check">
              <input
                type="checkbox"
                name={`part ${key}`}
                checked={on}
                onChange={({ currentTarget }) =>
                  session.ask({ do: "print_part", part: key, on: currentTarget.checked })
                }
              />
              <span>{title}</span>
            </label>
          ))}
        </div>
        <label class="wc-check">
          <input
            type="checkbox"
            name="appendix"
            checked={appendix}
            onChange={({ currentTarget }) => session.ask({ do: "print_appendix", on: currentTarget.checked })}
          />
          <span>{t("Technical appendix: every input, the method, and how to run it again")}</span>
        </label>
      </details>
    </Card>
  );
}

function NewFirm() {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const create = () => {
    session.ask({ do: "new_firm", name: input.current?.value ?? "" });
    if (input.current?.value.trim()) input.current.value = "";
  };
  return (
    <>
      <label class="wc-own-field">
        <span>{t("Another firm")}</span>
        <input
          ref={input}
          name="new firm"
          class="wl-input"
          placeholder={t("its name")}
          dir="auto"
          autocomplete="off"
          onKeyDown={({ key }) => key === "Enter" && create()}
        />
      </label>
      <Button onClick={create}>{t("Create its profile")}</Button>
    </>
  );
}

function Profile({ fields, logo, logo_said, fonts, papers, confirm }: ProfilePane) {
  const session = useSession();
  const [open, setOpen] = useState(!logo && !fields["contact"]?.text); // a new one is to be filled in
  const say = (field: EditFirm["field"]) => ({
    name: `firm ${field}`,
    text: fields[field]?.text ?? "",
    message: (text: string): EditFirm => ({ do: "edit_firm", field, text }),
    "data-field": field,
  });
  return (
    <details
      class="wc-face-more"
      open={open || !!confirm}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{t("Name, logo, colours, font, contact")}</summary>
      <div class="wc-face-profile">
        <label class="wc-own-field">
          <span>{t("Name of the firm")}</span>
          <Field {...say("name")} dir="auto" />
          <Said field={fields["name"]} />
        </label>
        <Logo logo={logo} said={logo_said} />
        <Colour label={t("Main colour")} field="accent" {...say("accent")} shown={fields["accent"]} />
        <Colour label={t("Second colour")} field="second" {...say("second")} shown={fields["second"]} />
        <label class="wc-own-field">
          <span>{t("Font")}</span>
          <Choice {...say("font")} options={fonts as unknown as Pairs} />
          <Said field={fields["font"]} />
        </label>
        <label class="wc-own-field">
          <span>{t("Paper of the PDF")}</span>
          <Choice {...say("paper")} options={papers as unknown as Pairs} />
        </label>
        <label class="wc-own-field">
          <span>{t("Contact, a line each")}</span>
          <Area {...say("contact")} rows={3} dir="auto" />
          <Said field={fields["contact"]} />
        </label>
        <label class="wc-own-field">
          <span>{t("At the foot of every page")}</span>
          <Field {...say("footer")} dir="auto" />
          <Said field={fields["footer"]} />
        </label>
      </div>
      {confirm ? (
        <div class="wc-row" role="alert">
          <p>{confirm}</p>
          <Button class="wl-small" onClick={() => session.ask({ do: "delete_firm", sure: true })}>
            {t("Delete for good")}
          </Button>
          <Button class="wl-small" onClick={() => session.ask({ do: "keep_firm" })}>
            {t("Keep")}
          </Button>
        </div>
      ) : (
        <Button class="wl-small" onClick={() => session.ask({ do: "delete_firm" })}>
          {t("Delete this profile")}
        </Button>
      )}
    </details>
  );
}

function Said({ field }: { field: FirmField | undefined }) {
  return field?.said ? <span class="wl-said">{field.said}</span> : null;
}

interface ColourProps {
  label: string;
  field: "accent" | "second";
  name: string;
  text: string;
  message: (text: string) => EditFirm;
  shown: FirmField | undefined;
}

// Typed as six digits, or chosen; a colour that cannot be read on white is answered with the nearest that can.
function Colour({ label, field, shown, ...say }: ColourProps) {
  const session = useSession();
  const nearest = shown?.nearest ?? "";
  const chosen = /^#[0-9a-f]{6}$/i.test(say.text) ? say.text.toLowerCase() : "#000000";
  return (
    <div class="wc-own-field">
      <label>
        <span>{label}</span>
        <span class="wc-face-colour">
          <Field {...say} />
          <input
            type="color"
            aria-label={label}
            name={`firm ${field} chosen`}
            value={chosen}
            onChange={({ currentTarget }) => session.ask(say.message(currentTarget.value))}
          />
        </span>
      </label>
      <Said field={shown} />
      {nearest && (
        <Button class="wl-small" onClick={() => session.ask(say.message(nearest))}>
          {t("Use {colour}", { colour: nearest })}
        </Button>
      )}
    </div>
  );
}

function Logo({ logo, said }: { logo: string; said: string }) {
  const session = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [refused, refuse] = useState("");
  const send = (file: File | undefined) => {
    if (!file) return;
    const large = file.size > LARGEST_LOGO;
    refuse(
      large
        ? t("“{name}” is larger than 1 MB. Save the logo smaller, then choose it again.", { name: file.name })
        : "",
    );
    if (large) return;
    const reader = new FileReader();
    reader.onload = () =>
      session.ask({ do: "set_logo", name: file.name, data: String(reader.result).replace(/^[^,]*,/, "") });
    reader.readAsDataURL(file);
  };
  return (
    <div class="wc-own-field">
      <span>{t("Logo (PNG, JPEG or SVG)")}</span>
      {logo && <img class="wc-face-logo" src={logo} alt={t("The logo")} />}
      <span class="wc-row">
        <input
          ref={input}
          type="file"
          name="firm logo"
          accept=".png,.jpg,.jpeg,.svg,image/png,image/jpeg,image/svg+xml"
          hidden
          onChange={({ currentTarget }) => {
            send(currentTarget.files?.[0]);
            currentTarget.value = "";
          }}
        />
        <Button class="wl-small" onClick={() => input.current?.click()}>
          {t("Choose a picture")}
        </Button>
        {logo && (
          <Button class="wl-small" onClick={() => session.ask({ do: "remove_logo" })}>
            {t("Remove")}
          </Button>
        )}
      </span>
      {(refused || said) && <span class="wl-said">{refused || said}</span>}
    </div>
  );
}

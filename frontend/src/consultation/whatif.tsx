// Step 6: what if? Links are moved, and scenarios saved and compared.

import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Lines } from "../components/Lines";
import { Ranges } from "../components/Ranges";
import { Slider } from "../components/Slider";
import type { ScenarioPane, WhatIfStep } from "../messages/messages";
import { t } from "../words";
import { Button, Card, Field, useSession } from "./fields";
import { Unbound } from "./plan";
import { Realign } from "./realign";

export function WhatIf(what: WhatIfStep) {
  const session = useSession();
  if (what.waiting)
    return (
      <Card class="wc-waiting">
        <p>{what.waiting}</p>
        <Button onClick={() => session.step("numbers")}>{t("Go to step 4")}</Button>
      </Card>
    );
  const shown = what as Required<WhatIfStep>;
  return (
    <div class="wc-two">
      <div class="wc-col">
        <Card title={t("Move the sliders")}>
          <div class="wl-sliders">
            {shown.sliders.map((slider) => (
              <Slider
                key={slider.link}
                pane={slider}
                waiting={() => session.waiting(`level ${slider.link}`)}
                onMove={(value) =>
                  session.later(`level ${slider.link}`, { do: "level", link: slider.link, value })
                }
              />
            ))}
          </div>
          <div class="wc-row">
            <Button onClick={() => session.ask({ do: "reset_levels" })}>{t("Reset")}</Button>
          </div>
        </Card>
        <Worth {...shown} />
      </div>
      <div class="wc-col">
        <Card class="wc-answer">
          <p class="wl-cost">{shown.now}</p>
          <p class="wc-tried" role="status" aria-live="polite">
            {shown.tried}
          </p>
          <Ranges ranges={shown.ranges} />
          <p class="wl-caption wc-ranges-caption">{shown.ranges_caption}</p>
        </Card>
        <Card class="wc-after">
          <Lines lines={shown.more} />
          <Keep />
        </Card>
        <Realign {...shown.realign} />
        <Card class="wc-side-by-side" title={t("Side by side")}>
          <div class="wc-scenarios">
            {!shown.scenarios.length && <p class="wl-caption">{shown.no_scenario}</p>}
            {shown.scenarios.map((scenario) => (
              <Scenario key={scenario.name} {...scenario} />
            ))}
          </div>
          <Unbound lines={shown.unbound} />
        </Card>
      </div>
    </div>
  );
}

function Worth(what: Required<WhatIfStep>) {
  const [sellers, wanted] = [useId(), useId()];
  return (
    <Card class="wc-worth" title={t("What one more is worth")}>
      <div class="wc-row">
        <label for={sellers}>{t("Salespeople")}</label>
        <Field
          id={sellers}
          name="sellers"
          text={what.sellers}
          message={(text) => ({ do: "sellers", text })}
          class="wl-input wc-small"
          inputmode="numeric"
        />
      </div>
      <p class="wl-said">{what.sellers_said}</p>
      <Lines lines={what.levers} />
      <div class="wc-row wc-wanted">
        <label for={wanted}>{t("Customers wanted per month")}</label>
        <Field
          id={wanted}
          name="wanted"
          text={what.wanted}
          message={(text) => ({ do: "wanted", text })}
          class="wl-input wc-small"
          inputmode="decimal"
          placeholder={what.wanted_usual}
        />
      </div>
      <p class="wl-said">{what.wanted_said}</p>
      <p>{what.needed}</p>
    </Card>
  );
}

// The name is cleared once the scenario is saved.
function Keep() {
  const session = useSession();
  const name = useRef<HTMLInputElement>(null);
  const asked = useRef(0);
  useLayoutEffect(() => {
    if (!asked.current || session.answered < asked.current) return;
    asked.current = 0;
    if (name.current && !session.notice.peek().alarm) name.current.value = "";
  });
  return (
    <form
      class="wc-row"
      onSubmit={(event) => {
        event.preventDefault();
        asked.current = session.ask({ do: "save_scenario", name: name.current?.value ?? "" });
      }}
    >
      <input
        ref={name}
        class="wl-input"
        aria-label={t("Name of this scenario")}
        placeholder={t("Name, for example “Call back the same day”")}
        maxlength={200}
      />
      <button type="submit" class="wl-button">
        {t("Save scenario")}
      </button>
    </form>
  );
}

function Scenario({ name, customers, gain, moved, aim }: ScenarioPane) {
  const session = useSession();
  return (
    <div class="wc-scenario" data-aim={aim || undefined}>
      <strong dir="auto">{name}</strong>
      <p>{customers}</p>
      <p class="wl-of">{gain}</p>
      <p class="wl-of">{moved}</p>
      <div class="wc-row">
        <Button class="wl-small" onClick={() => session.ask({ do: "view_scenario", name })}>
          {t("View")}
        </Button>
        <Button class="wl-small" aria-pressed={aim} onClick={() => session.ask({ do: "aim_at", name })}>
          {aim ? t("Plan target") : t("Use as plan target")}
        </Button>
        <Button class="wl-small" onClick={() => session.ask({ do: "remove_scenario", name })}>
          {t("Remove")}
        </Button>
      </div>
    </div>
  );
}

// The menu of sample businesses.

import { useRef } from "preact/hooks";
import { t } from "../words";
import { useStore } from "./context";

export function Examples() {
  const store = useStore();
  const menu = useRef<HTMLDetailsElement>(null);
  const { form, view } = store.shown.value;
  const examples = (view && form?.examples[view.way]) ?? [];
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
  return (
    <details
      ref={menu}
      class="wl-menu"
      hidden={Boolean(view) && !examples.length}
      onKeyDown={({ key }) => key === "Escape" && shut()}
      onFocusOut={left}
    >
      <summary class="wl-button">{t("Examples")}</summary>
      <div class="wl-menu-list">
        {examples.map(([name = "", text = ""]) => (
          <button
            key={name}
            type="button"
            class="wl-button"
            onClick={() => {
              shut();
              store.ask({ do: "example", name });
            }}
          >
            {text}
          </button>
        ))}
      </div>
    </details>
  );
}

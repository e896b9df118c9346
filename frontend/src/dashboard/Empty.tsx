// What stands in place of the answer while nothing is typed: what the page is for, and what to type.

import { useStore } from "./context";

export function Empty() {
  const { form, view } = useStore().shown.value;
  const [, what = "", ...steps] = (view && form?.empties[view.way]) ?? [];
  return (
    <section class="wl-card wl-empty">
      <p>{what}</p>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

// Step 3: what the words mean in this business; and what they mean, next to every result.

import { useId } from "preact/hooks";
import type { DefinedPane, Define as DefineMessage, Definition } from "../messages/messages";
import { Area, Card } from "./fields";

export function Define({ definitions }: { definitions: readonly Definition[] }) {
  return (
    <>
      {definitions.map(({ key, ...definition }) => (
        <Word key={key} word={key as DefineMessage["key"]} {...definition} />
      ))}
    </>
  );
}

function Word({
  word,
  question,
  help,
  example,
  text,
}: Omit<Definition, "key"> & { word: DefineMessage["key"] }) {
  const id = useId();
  return (
    <Card>
      <label class="wl-label" for={id}>
        {question}
      </label>
      <p class="wl-term">{help}</p>
      <Area
        id={id}
        name={`define ${word}`}
        text={text}
        message={(typed) => ({ do: "define", key: word, text: typed })}
        rows={2}
        dir="auto"
      />
      <p class="wl-note">{example}</p>
    </Card>
  );
}

export function Defined({ title, pairs }: DefinedPane) {
  return (
    <Card class="wc-defined" title={title}>
      <dl>
        {pairs.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

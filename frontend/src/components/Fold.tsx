// Something that is shown when it is asked for.

import type { ComponentChildren } from "preact";

export interface FoldProps {
  title: string;
  hidden?: boolean;
  class?: string;
  onOpen?: () => void;
  children: ComponentChildren;
}

export function Fold({ title, onOpen, children, ...attributes }: FoldProps) {
  return (
    <details
      class="wl-words"
      {...attributes}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) onOpen?.();
      }}
    >
      <summary>{title}</summary>
      {children}
    </details>
  );
}

// Nodes by hand, for what draws too many of them for a view library.

export type Attribute = string | number | boolean | null | undefined | ((event: never) => void);
export type Child = Node | string | null;

/**
 * A new element. `text` is its text, `on…` a listener; an attribute that is null, undefined or false is left out.
 */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = String(value);
    else if (typeof value === "function") node.addEventListener(name.slice(2), value as EventListener);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Text of a node, touched only where it differs: what is selected in it stays selected. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** An attribute of a node; without a value the node has none of that name. */
export function setAttribute(node: Element | null, name: string, value: string): void {
  if (value) node?.setAttribute(name, value);
  else node?.removeAttribute(name);
}

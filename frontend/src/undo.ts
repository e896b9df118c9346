// Ctrl+Z takes back the last change of the page, Ctrl+Y and Ctrl+Shift+Z bring it again (Cmd on a Mac).
//
// In a text field it is first the browser's own: while something typed there is not settled, letters are taken back one
// by one. Once it is settled (a pause, Enter, or another field), the whole number is, as with the button.

export type UndoKey = "undo" | "redo";

/** What a key asks for; null for any other key. */
export function undoKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): UndoKey | null {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && !shiftKey ? "redo" : null;
}

const TEXT =
  "input:not([type=range], [type=radio], [type=checkbox], [type=file]), textarea, [contenteditable]";

/** Call back for these keys, wherever the browser has nothing of its own to take back. */
export function listenForUndo(place: Document | HTMLElement, act: (what: UndoKey) => void): () => void {
  let typed: EventTarget | null = null; // where something was typed since it got the focus
  const input = ({ target }: Event) => {
    typed = target;
  };
  const leave = ({ target }: Event) => {
    if (target === typed) typed = null;
  };
  const press = (event: Event) => {
    const key = event as KeyboardEvent;
    const what = event.defaultPrevented ? null : undoKey(key);
    if (!what) return;
    const target = event.target instanceof Element ? event.target : null;
    const field = target?.closest(TEXT);
    if (field && field === typed && !isSettled(field)) return;
    event.preventDefault();
    typed = null;
    act(what);
  };
  place.addEventListener("input", input);
  place.addEventListener("focusout", leave);
  place.addEventListener("keydown", press);
  return () => {
    place.removeEventListener("input", input);
    place.removeEventListener("focusout", leave);
    place.removeEventListener("keydown", press);
  };
}

/** Whether what is typed in a field of the form is settled; in other fields it is when they are left. */
function isSettled(field: Element): boolean {
  const page = field.closest("[data-draft]");
  return (
    page instanceof HTMLElement && page.dataset["draft"] === "false" && Boolean(field.closest(".wl-field"))
  );
}

// What every card of the page may ask for.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Store } from "./store/store";

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("this card is shown outside of a dashboard");
  return store;
}

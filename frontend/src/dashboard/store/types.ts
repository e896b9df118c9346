// What the page says besides the answer.

export interface Progress {
  text: string;
  /** The share that is done, of 1; absent where it is not known. */
  share?: number | undefined;
}

/** One of two periods that are compared. */
export type Period = "before" | "after";

export interface Notice {
  text: string;
  alarming: boolean;
  /** An address to copy by hand. */
  link?: string;
}

export interface Connection {
  lost: boolean;
  /** Why the other side refuses this page. */
  refusal: string;
}

// The first thing that Tab reaches: past the tools, to what the page is for. The address is the numbers', so it stays.

export interface SkipProps {
  /** The id of each place, and the words of the link to it. */
  links: (readonly [id: string, words: string])[];
}

export function Skip({ links }: SkipProps) {
  return (
    <div class="wl-skip">
      {links.map(([id, words]) => (
        <a
          key={id}
          class="wl-button"
          href={`#${id}`}
          onClick={(event) => {
            event.preventDefault();
            const place = document.getElementById(id);
            place?.focus({ preventScroll: true });
            place?.scrollIntoView({ block: "start" });
          }}
        >
          {words}
        </a>
      ))}
    </div>
  );
}

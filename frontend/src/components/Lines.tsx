// A list with a text in each line.

export function Lines({
  lines = [],
  ...attributes
}: {
  lines?: readonly string[] | undefined;
  class?: string;
}) {
  return (
    <ul {...attributes}>
      {lines.map((line, at) => (
        <li key={at}>{line}</li>
      ))}
    </ul>
  );
}

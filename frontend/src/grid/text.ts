// Cells as text, as a clipboard holds them.

/** Whether a text is several cells. */
export function isBlock(text: string): boolean {
  return /\t|[\r\n]./s.test(text.trim());
}

/** Cells as a spreadsheet reads them: tabs between cells, lines between rows. */
export function asText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((text) => quoted(inert(text))).join("\t")).join("\n");
}

function quoted(text: string): string {
  return /^"|[\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// A spreadsheet runs what begins as a formula; pasted here again, the apostrophe goes.
function inert(text: string): string {
  return /^[=+\-@＝＋－＠]/.test(text) && !/^[+-]?[\d.,%\s]*$/.test(text) ? `'${text}` : text;
}

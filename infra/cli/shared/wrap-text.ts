/** What a terminal is at least wide; nothing that `curfew` says to a person is wider. */
const terminalWidth = 80;

/**
 * A text in lines of at most so many characters, broken at blanks; the lines after the first are indented, and
 * all of them by as much as the text itself is. A word that is longer than a line stays whole, for it is an ARN
 * or an address that somebody will copy.
 */
export function wrapText(text: string, indent = 0, width = terminalWidth): string {
  const [own = ""] = /^ */.exec(text) ?? [];
  const lines: string[] = [];
  let line = own;
  let isEmpty = true;
  for (const word of text.slice(own.length).split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = own + " ".repeat(indent) + word;
    } else line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}

/** A text of several lines, each wrapped by itself. */
export function wrapLines(text: string, indent = 0): string {
  return text
    .split("\n")
    .map((line) => wrapText(line, indent))
    .join("\n");
}

/** A text beside a label, which stands in a margin of so many characters; `look` changes no width. */
export function besideLabel(
  label: string,
  text: string,
  margin: number,
  look: (label: string) => string = String,
): string {
  const [first = "", ...others] = wrapText(text, 0, terminalWidth - margin).split("\n");
  return [look(label.padEnd(margin)) + first, ...others.map((line) => " ".repeat(margin) + line)].join("\n");
}

/** The width that every terminal has; `curfew` prints nothing wider to a person. */
const terminalWidth = 80;

/**
 * A text in lines of at most `width` characters, broken at spaces. Lines after the first are indented by `indent`, and
 * all lines by the text's own indentation. A word longer than a line stays whole, because people copy ARNs and
 * addresses.
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

/** A text of several lines, each wrapped on its own. */
export function wrapLines(text: string, indent = 0): string {
  return text
    .split("\n")
    .map((line) => wrapText(line, indent))
    .join("\n");
}

/** A text beside a label in a margin of `margin` characters; `look` does not change the width. */
export function besideLabel(
  label: string,
  text: string,
  margin: number,
  look: (label: string) => string = String,
): string {
  const [first = "", ...others] = wrapText(text, 0, terminalWidth - margin).split("\n");
  return [look(label.padEnd(margin)) + first, ...others.map((line) => " ".repeat(margin) + line)].join("\n");
}

import { inspect } from "node:util";
import type { Look } from "../../infra/cli/shared/terminal.ts";

/** The CSS of each terminal style of Curfew's text, on the dark background of the picture. */
const styles: Record<Look, string> = {
  bold: "font-weight: 700",
  dim: "color: #8b97a3",
  red: "color: #ff8a80",
  yellow: "color: #e6c07b",
  green: "color: #8fd19e",
};

const ends = new Set(Object.keys(styles).map((look) => inspect.colors[look]?.[1]));
const starts = new Map(Object.entries(styles).map(([look, style]) => [inspect.colors[look]?.[0], style]));

/** A page that shows a command and its terminal output, with its colours. */
export function terminalPage(command: string, output: string): string {
  const prompt = `<span style="${styles.green}">$</span> ${escaped(command)}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(command)}</title><style>
    body { margin: 0; background: #ffffff; }
    pre { display: inline-block; margin: 0; padding: 20px 24px; border-radius: 8px; background: #161c23; color: #dfe5eb;
      font: 14px/1.4 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
  </style><pre>${prompt}\n\n${marked(output.trim())}</pre></html>`;
}

/** @throws if the text has a control sequence that Curfew does not use, because the picture would be wrong */
function marked(output: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
  const [first = "", ...pieces] = output.split(/\u001b\[/);
  const shown = pieces.map((piece) => {
    const [whole = "", code = ""] = /^(\d+)m/.exec(piece) ?? [];
    const style = starts.get(Number(code));
    if (whole === "" || (style === undefined && !ends.has(Number(code))))
      throw new Error(`a control sequence that has no look: ${JSON.stringify(piece.slice(0, 10))}`);
    const tag = style === undefined ? "</span>" : `<span style="${style}">`;
    return tag + escaped(piece.slice(whole.length));
  });
  return escaped(first) + shown.join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** A command on a page of docs/, with the output that the page shows. */
export interface DocumentedCommand {
  /** Without `npx`: the words after `curfew`. */
  readonly argv: readonly string[];
  /** 0 unless the line says `# exits with N`. */
  readonly exitCode: number;
  /** The output below it. Absent if the page shows none. */
  readonly output?: string;
  /** The positions in the page where the output begins and ends. */
  readonly span?: readonly [number, number];
}

/**
 * The commands of a page: in a `console` block each line that begins with a prompt, with its output below it; in an
 * `sh` block each line.
 */
export function documentedCommands(page: string): DocumentedCommand[] {
  const blocks = [...page.matchAll(/^```(console|sh)\n(.*?)^```$/gms)];
  return blocks.flatMap(({ 1: kind, 2: text = "", index }) => {
    const start = index + "```".length + (kind ?? "").length + 1;
    return kind === "sh" ? text.trim().split("\n").map(readLine) : readConsole(text, start);
  });
}

function readConsole(text: string, start: number): DocumentedCommand[] {
  const prompts = [...text.matchAll(/^\$ (.+)\n/gm)];
  return prompts.map(({ 0: line, 1: command = "", index }, number) => {
    const from = index + line.length;
    const to = prompts[number + 1]?.index ?? text.length;
    return { ...readLine(command), output: text.slice(from, to), span: [start + from, start + to] };
  });
}

function readLine(line: string): DocumentedCommand {
  const [command = "", comment = ""] = line.split(/ +# /);
  const [, exitCode = "0"] = /^exits with (\d+)$/.exec(comment) ?? [];
  const words = command.trim().replace(/^(npx curfew|npm run curfew --|curfew)(?= )/, "");
  if (words === command.trim()) throw new Error(`docs/cli.md shows another command: ${line}`);
  const argv = [...words.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  return { argv, exitCode: Number(exitCode) };
}

/** An output without the parts that differ each time: days, times, names of runs, ports, durations. */
export function timeless(output: string): string {
  return output
    .replace(/(manual|restore|approve)-\d{8}-\d{6}-[0-9a-f]{4}/g, "RUN")
    .replace(/\d{4}-\d{2}-\d{2}/g, "DAY")
    .replace(/\d{2}-\d{2} \d{2}:\d{2}/g, "TIME")
    .replace(/127\.0\.0\.1:\d+/g, "ADDRESS")
    .replace(/\b\d+ (s|min)\b/g, "DURATION")
    .replace(/\S+\/(env|report\.html)$/gm, "FILE/$1")
    .replace(/\s+/g, " ")
    .trim();
}

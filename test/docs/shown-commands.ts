import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A command that a page shows. */
export interface ShownCommand {
  readonly page: string;
  /** One line, without comments and line breaks. */
  readonly command: string;
  /** 0 unless its comment says `exits with N`. */
  readonly exitCode: number;
}

/** Commands that no test executes, and why. Each must be shown somewhere. */
export const notExecuted: Readonly<Record<string, string>> = {
  "curfew sandbox": "it runs until Ctrl-C; test/infra/cli/sandbox has tests of its own",
  "curfew init": "a sentence names it without its options",
  "curfew pause": "as above",
  "curfew approve": "as above",
  "curfew restore": "as above",
  "curfew restore --run": "as above",
  "curfew run": "as above",
  "curfew run --watch": "a sentence names it; it asks before it starts",
  "npx cdk diff": "a sentence names it without its options",
  "aws login": "it opens a browser",
  "aws stepfunctions start-execution": "a sentence names it without its options",
  "aws configure set region <hub region> --profile hub": "it changes the reader's own configuration",
  "aws configure set region <hub region> --profile management": "as above",
  "export CURFEW_SETTINGS=$PWD/../curfew-settings/settings.yaml": "it sets a variable of the reader's shell",
};

/** Commands of the AWS CLI that test/integration/moto executes; the sandbox has no such operation. */
export const onMoto =
  /^aws (cloudformation (deploy|delete-stack|list-stack-instances) |cloudwatch |dynamodb |events |sqs |s3 rb )/;

/** Beginnings of commands that no cloud executes, and why. The CLI checks operation, options and values. */
const onlyChecked: readonly (readonly [start: string, reason: string])[] = [
  ["aws cloudformation activate-organizations-access ", "neither the sandbox nor moto has the operation"],
  [
    "aws organizations register-delegated-administrator ",
    "moto rejects the service principal, and the sandbox has no such operation",
  ],
  ["aws logs tail ", "the sandbox has no CloudWatch Logs"],
  [
    "npx cdk deploy --app cdk.out --profile hub --import-existing-resources ",
    "moto cannot create the table of curfew-hub",
  ],
];

/** Whether a command is only checked. */
export function isOnlyChecked(command: string): boolean {
  return onlyChecked.some(([start]) => command.startsWith(start));
}

/** Entries of the lists of commands that are not executed, if no page shows the command. */
export function outdatedEntries(): string[] {
  const shown = shownCommands().map(({ command }) => command);
  return [
    ...Object.keys(notExecuted).filter((command) => !shown.includes(command)),
    ...onlyChecked.map(([start]) => start).filter((start) => !shown.some((one) => one.startsWith(start))),
  ];
}

/** The commands that are executed or checked, by how that is done. `left` has those of no known kind. */
export function commandGroups() {
  const unique = new Map(shownCommands().map((shown) => [shown.command, shown]));
  const executed = [...unique.values()].filter(({ command }) => !(command in notExecuted));
  const startingWith = (...starts: readonly string[]): ShownCommand[] =>
    executed.filter(({ command }) => starts.some((start) => command.startsWith(start)));
  // Without more words it is a step of CI.
  const starts = startingWith("npm start -- ");
  const groups = {
    starts,
    curfew: startingWith("curfew "),
    scripts: startingWith("npm ", "bash ", "npx biome").filter((shown) => !starts.includes(shown)),
    cdk: startingWith("npx cdk "),
    aws: startingWith("aws "),
  };
  const known = new Set(Object.values(groups).flat());
  return { ...groups, left: executed.filter((shown) => !known.has(shown)) };
}

/** The words of a curfew command after `curfew`. Quotes keep words together. */
export function curfewWords(command: string): string[] {
  const [, ...argv] = [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
  return argv;
}

/** The pages for people, without docs/cli.md: test/infra/cli runs each of its commands and compares the output. */
function pages(): string[] {
  const found = globSync(["*.md", "docs/*.md", "{infra,test}/*/README.md"], { cwd: root }).toSorted();
  return found.filter((page) => page !== "docs/cli.md");
}

/** The scripts on the pages: `bash` blocks. Each is executed as a whole. */
export function shownScripts(): string[] {
  return pages().flatMap((page) =>
    [...readFileSync(root + page, "utf8").matchAll(/^```bash\n(.*?)^```$/gms)].map(([, text = ""]) => text),
  );
}

/** Every kind of block on the pages. A kind that nobody reads could hold commands that nobody tries. */
export function blockKinds(): Set<string> {
  const blocks = pages().flatMap((page) => [...readFileSync(root + page, "utf8").matchAll(/^```(\S+)\n/gm)]);
  return new Set(blocks.map(([, kind = ""]) => kind));
}

/** Every command on these pages, in order: the lines of `sh` blocks, and commands within sentences. */
export function shownCommands(): ShownCommand[] {
  return pages().flatMap((page) => {
    const text = readFileSync(root + page, "utf8");
    // Blocks first, so that the rest has commands in single backticks only.
    const blocks = [...text.matchAll(/^```(?:sh|console)\n(.*?)^```$/gms)].flatMap(([, block = ""]) =>
      linesOf(block),
    );
    const sentences = text.replace(/^```.*?^```$/gms, "").replace(/\s*\n\s*/g, " ");
    const inline = [...sentences.matchAll(/`((?:npm|npx|curfew|aws|bash|node) [^`…]+)`/g)].map(
      ([, line = ""]) => line,
    );
    return [...blocks, ...inline].flatMap((line) => commandsOf(page, line));
  });
}

function linesOf(block: string): string[] {
  const lines = block.replace(/\s*\\\n\s*/g, " ").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#"));
}

function commandsOf(page: string, line: string): ShownCommand[] {
  const [words = "", comment = ""] = line.split(/ +# /);
  const [, exitCode = "0"] = /^exits with (\d+)/.exec(comment) ?? [];
  // Between commands, not within the quotes of a filter pattern.
  return words
    .split(/ && (?=(?:[^']*'[^']*')*[^']*$)/)
    .map((command) => ({ page, command: command.trim(), exitCode: Number(exitCode) }));
}

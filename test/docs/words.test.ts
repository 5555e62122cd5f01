import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { curfewProgram } from "../../infra/cli/program.ts";
import { plainTerminal } from "../infra/cli/plain-terminal.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** House style: one word for one thing, and sentences that can be read once. Left: what we do not write. */
const houseStyle: readonly (readonly [RegExp, string])[] = [
  [/\bswitch(ed|es)? (it |them |a key |the key |keys )?off\b(?! its)/i, "deactivate"],
  [/\bswitch(ed|es)? (it |them |a key |the key |keys )?on again\b/i, "reactivate, restore"],
  [
    /\b(goes|went|go) off\b|\b(is|are|was|cuts?) (people |owners |anybody |nobody )?cut off unwarned\b/i,
    "is deactivated",
  ],
  [/\bwithheld\b/i, "on hold"],
  [/\bunreached\b|\bnot reached: |\bout of reach\b|\bnot looked into\b/i, "unreachable"],
  [/\baccounts? (that (is|are|was|were) )?left out\b/i, "skipped"],
  [/\bjudge(d|s)?\b|\bjudging\b/i, "evaluate"],
  [/\bverdicts?\b/i, "decision"],
  [/\brehears/i, "simulate"],
  [/\bfor want of\b/i, "because … is missing"],
  [/\bso many\b/i, "this many days"],
  [/\bwhom\b/i, "who, that"],
  [/\bany more\b/i, "no longer"],
  [/\bgoes? by\b|\bto go by\b/i, "uses"],
  [/\bnothing is done\b|\bis to be\b|\bare to be\b/i, "who does what, actively"],
  [/\bstands alone\b|\balready stands for\b/i, "cannot be combined, is already"],
  [/\d not found out\b|\bto look at, /i, "unknown"],
  [/\bTo come, if nothing changes\b/i, "Next, if nothing changes"],
  [/\bwas over before\b/i, "timeout"],
  [
    /\bNotEverybodyTold\b|\bTellMissing|\bKeepTheLedger|\bAskWhether/i,
    "the names of errors and statements now",
  ],
  [/\bmend(s|ed)?\b/i, "fix"],
  [/\bannouncements?\b/i, "deactivation notice"],
  [/\bno notice goes to nobody\b/i, "Every notice has at least one recipient"],
  [/\bis remembered\b/i, "records"],
];

/** A page without code and links: names of fields, files and alarms are not prose. */
const prose = (text: string) => text.replace(/^```.*?^```$/gms, "").replace(/`[^`\n]*`/g, "");

function offences(name: string, text: string): string[] {
  return text.split("\n").flatMap((line) =>
    houseStyle.flatMap(([phrase, instead]) => {
      const [found] = phrase.exec(line) ?? [];
      return found === undefined ? [] : [`${name}: "${found}" (write: ${instead}) in: ${line.trim()}`];
    }),
  );
}

const read = (file: string) => readFileSync(root + file, "utf8");
const filesOf = (...patterns: string[]) => globSync(patterns, { cwd: root }).toSorted();

it("writes the pages in the house style", () => {
  const pages = filesOf("*.md", "docs/*.md", "infra/**/*.md", "test/**/*.md").filter(
    (page) => !page.includes("node_modules"),
  );

  expect(pages.length).toBeGreaterThan(12);
  expect(pages.flatMap((page) => offences(page, prose(read(page))))).toEqual([]);
});

it("writes the mails, the report page and the settings file in the house style", () => {
  const files = filesOf("functions/notices/templates/*", "functions/report/page/*.html", "settings.yaml");

  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => offences(file, read(file)))).toEqual([]);
});

/** The texts in a source file: what stands in quotes, and its comments. */
it("writes the texts and comments of the code in the house style", () => {
  const files = filesOf("functions/**/*.ts", "infra/{cli,cdk,sandbox}/**/*.ts", "statemachine/*");

  expect(files.flatMap((file) => offences(file, read(file)))).toEqual([]);
});

it("writes the help of the curfew command in the house style", () => {
  const program = curfewProgram(plainTerminal, () => undefined);
  const texts = [program, ...program.commands].map((command) => {
    let help = "";
    command.configureOutput({
      writeOut: (text) => {
        help += text;
      },
    });
    command.outputHelp();
    return help;
  });

  expect(program.commands.length).toBeGreaterThan(12);
  expect(texts.join("")).toContain("Exit codes: 0 done");
  for (const command of program.commands)
    expect(texts.some((text) => text.startsWith(`Usage: curfew ${command.name()}`))).toBe(true);
  expect(texts.flatMap((text) => offences("curfew --help", text))).toEqual([]);
});

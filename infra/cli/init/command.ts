import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import { readSettings } from "../../cdk/settings.ts";
import { CommandError } from "../shared/command-error.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import type { InitAnswer } from "./answer.ts";
import { type Found, findDefaults } from "./found.ts";
import { type Answers, collectAnswers, questions } from "./questions.ts";
import { settingsText } from "./settings-text.ts";

interface InitCommandOptions {
  readonly output: string;
  readonly offline?: boolean;
}

const examples = `
Examples:
  $ curfew init --profile hub --region eu-central-1
  $ curfew init --offline --output ../curfew-settings/settings.yaml`;

/** `curfew init`: writes a settings file from AWS's answers, flags and a person's answers. */
export function addInitCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("init")
    .description("Write a settings file; asks Organizations, SES, STS and you.")
    .option("--output <file>", "the file to write; never overwritten", "settings.yaml")
    .option("--offline", "do not ask AWS")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  for (const { flag, text } of questions) command.option(`--${flag} <value>`, text);
  acts<InitCommandOptions>(command, async ({ output, offline, ...options }) => {
    const file = resolve(output);
    if (existsSync(file))
      throw new CommandError(
        exitCodes.badInput,
        `${output} exists already, and curfew init overwrites nothing.\nPass another file with --output.`,
      );
    const found = offline === true ? nothingFound : await findDefaults(await connect(options));
    const text = settingsText(await collectAnswers(givenBy(command.opts()), found, terminal));
    readSettings(parseYaml(text), output);
    writeFileSync(file, text, { flag: "wx" });
    terminal.answer({ settings: { file } } satisfies InitAnswer);
    terminal.say(`Wrote ${output}, in report mode. Next: curfew doctor --before-deploy`);
    return exitCodes.ok;
  });
}

const nothingFound: Found = { hubAccountId: "", region: "", identities: [] };

/** The answers that were given as flags. */
function givenBy(options: Readonly<Record<string, unknown>>): Partial<Answers> {
  const camelCase = (flag: string) => flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    questions.flatMap(({ field, flag }) => {
      const given = options[camelCase(flag)];
      return typeof given === "string" ? [[field, given]] : [];
    }),
  );
}

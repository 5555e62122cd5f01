import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseYaml } from "yaml";
import { readSettings } from "../../cdk/settings.ts";
import { CommandError } from "../shared/command-error.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { isDefaultSettings } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import type { InitAnswer } from "./answer.ts";
import { type Found, findDefaults } from "./found.ts";
import { type Answers, collectAnswers, questions } from "./questions.ts";
import { settingsText } from "./settings-text.ts";

interface InitCommandOptions {
  readonly output: string;
  readonly offline?: boolean;
  readonly profile?: string;
}

const schemaFile = fileURLToPath(new URL("../../../settings.schema.json", import.meta.url));

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
    createDirectory(dirname(file));
    const found = offline === true ? nothingFound : await findDefaults(await connect(options));
    const answers = await collectAnswers(givenBy(command.opts()), found, terminal);
    const text = settingsText(answers, relative(dirname(file), schemaFile));
    readSettings(parseYaml(text), output);
    writeFileSync(file, text, { flag: "wx" });
    terminal.answer({ settings: { file } } satisfies InitAnswer);
    terminal.say(`Wrote ${output}, in report mode.`);
    terminal.say(nextSteps(file, options.profile));
    return exitCodes.ok;
  });
}

const nothingFound: Found = { identities: [] };

/** Before the questions, so that nobody answers them for a file that cannot be written. */
function createDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      exitCodes.badInput,
      `--output: the directory ${directory} cannot be created: ${why}\nPass a file in another directory.`,
      { cause },
    );
  }
}

/** The two commands that check the file, and the variable by which they find it. */
function nextSteps(file: string, profile: string | undefined): string {
  const variable = isDefaultSettings(file) ? [] : [`  export CURFEW_SETTINGS=${file}`];
  const doctor = `  curfew doctor --before-deploy${profile === undefined ? "" : ` --profile ${profile}`}`;
  return ["Next, in the checkout:", ...variable, "  npm run synth", doctor].join("\n");
}

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

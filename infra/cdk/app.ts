import { Command, CommanderError } from "commander";
import { runModeFor } from "../../functions/domain/run-mode.ts";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import { checkTemplates } from "./check-templates.ts";
import { loadSettings } from "./settings.ts";
import { settingsWarnings } from "./settings-warnings.ts";
import { synthesize } from "./synthesize.ts";

const command = new Command("npm run synth --")
  .description(
    "Checks the settings and writes the CloudFormation templates of a deployment. Needs no AWS account.",
  )
  .option("--settings <file>", "settings file", "settings.yaml")
  .option("--output <directory>", "directory for the templates", "cdk.out")
  .allowExcessArguments(false)
  .showSuggestionAfterError()
  .configureOutput({ outputError: (text, write) => write(`${text}${command.usage()}\n`) })
  .exitOverride();
command.usage("npm run synth -- [--settings <file>] [--output <directory>]");

/** Wrong arguments and wrong settings end with 2. */
const badInput = 2;

try {
  command.parse();
  const options = command.opts<{ settings: string; output: string }>();
  const settings = loadSettings(options.settings);
  checkTemplates(settings);
  const { stacks } = synthesize(settings, options.output);
  for (const warning of settingsWarnings(settings)) console.error(`warning: ${warning}`);
  console.log(
    `${options.output}: ${stacks.map(({ stackName }) => stackName).join(", ")} (mode ${runModeFor(settings.policy, false)})`,
  );
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : badInput;
  else if (error instanceof InvalidInput) {
    console.error(error.message);
    process.exitCode = badInput;
  } else throw error;
}

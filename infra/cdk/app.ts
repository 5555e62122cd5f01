import { InvalidInput } from "../../functions/runtime/parse.ts";
import { badInput, readArguments } from "./arguments.ts";
import { checkTemplates } from "./check-templates.ts";
import { loadSettings } from "./settings.ts";
import { settingsWarnings } from "./settings-warnings.ts";
import { synthesize } from "./synthesize.ts";
import { writtenStacks } from "./written-stacks.ts";

const given = readArguments(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});

if (typeof given === "number") process.exitCode = given;
else
  try {
    const settings = loadSettings(given.settings);
    checkTemplates(settings, settings.mail.templates);
    const { stacks } = synthesize(settings, given.output);
    for (const warning of settingsWarnings(settings)) console.error(`warning: ${warning}`);
    console.log(writtenStacks(settings, given.output, stacks));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    for (const issue of error.issues) console.error(`${error.what}: ${issue}`);
    process.exitCode = badInput;
  }

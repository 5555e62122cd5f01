import { parseArgs } from "node:util";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import { checkTemplates } from "./check-templates.ts";
import { loadSettings } from "./settings.ts";
import { synthesize } from "./synthesize.ts";

const { values } = parseArgs({
  options: {
    settings: { type: "string", default: "settings.yaml" },
    output: { type: "string", default: "cdk.out" },
  },
});

try {
  const settings = loadSettings(values.settings);
  checkTemplates(settings);
  const { stacks } = synthesize(settings, values.output);
  console.log(
    `${values.output}: ${stacks.map(({ stackName }) => stackName).join(", ")} (mode ${settings.policy.mode})`,
  );
} catch (error) {
  if (!(error instanceof InvalidInput)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

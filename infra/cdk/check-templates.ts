import { tryTemplates } from "../../functions/notices/try-templates.ts";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import type { Settings } from "./settings.ts";

/** Where the texts of the mails lie; they go into the bundles as they are. */
const templateDirectory = new URL("../../functions/notices/templates/", import.meta.url);

/**
 * Tries the texts of the mails, which a deployer may have changed, before a deployment is written.
 * @throws {InvalidInput} naming the template and what is wrong with it
 */
export function checkTemplates({ policy }: Settings, directory = templateDirectory): void {
  const stages = [policy.stages, ...policy.overrides.map(({ stages }) => stages ?? [])].flat();
  try {
    tryTemplates(directory, [...new Set(stages.map(({ day }) => day))]);
  } catch (error) {
    const [line = "unreadable"] = error instanceof Error ? error.message.split("\n") : [];
    throw new InvalidInput("functions/notices/templates", [line], { cause: error });
  }
}

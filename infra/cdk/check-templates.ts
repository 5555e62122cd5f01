import { tryTemplates } from "../../functions/notices/try-templates.ts";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import type { Settings } from "./settings.ts";

/** Where the built-in texts of the mails are; they go into the bundles as they are. */
const builtInTemplates = new URL("../../functions/notices/templates/", import.meta.url);

/**
 * Tries the texts of the mails, which a deployer may have changed, before a deployment is written.
 * @param own directories of the deployer, whose templates replace built-in ones
 * @throws {InvalidInput} naming the template and what is wrong with it
 */
export function checkTemplates({ policy }: Pick<Settings, "policy">, ...own: readonly URL[]): void {
  try {
    tryTemplates([builtInTemplates, ...own], policy);
  } catch (error) {
    const [line = "unreadable"] = error instanceof Error ? error.message.split("\n") : [];
    throw new InvalidInput("templates of the mails", [line], { cause: error });
  }
}

import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { tryTemplates } from "../../functions/notices/try-templates.ts";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import type { Settings } from "./settings.ts";

/** The directory of the built-in mail templates. They are copied into the bundles unchanged. */
const builtInTemplates = new URL("../../functions/notices/templates/", import.meta.url);

/**
 * Tries the texts of the mails, which a deployer may have changed, before a deployment is written.
 * @param own the deployer's directory (`mail.templates`), whose templates replace built-in ones
 * @throws {InvalidInput} with the template and what is wrong with it, or the missing directory
 */
export function checkTemplates({ policy }: Pick<Settings, "policy">, own?: string): void {
  if (own !== undefined && !existsSync(own))
    throw new InvalidInput("mail.templates", [`there is no directory ${own}`]);
  const directories = own === undefined ? [] : [pathToFileURL(`${own}/`)];
  try {
    tryTemplates([builtInTemplates, ...directories], policy);
  } catch (error) {
    const [line = "unreadable"] = error instanceof Error ? error.message.split("\n") : [];
    throw new InvalidInput("templates of the mails", [line], { cause: error });
  }
}

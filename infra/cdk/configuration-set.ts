import { names } from "./names.ts";
import type { Settings } from "./settings.ts";

/** The SES configuration set of every mail: the deployer's, or Curfew's own. */
export function configurationSetOf({ mail }: Pick<Settings, "mail">): string {
  return mail.configurationSet === "create" ? names.configurationSet : mail.configurationSet.existing;
}

import { createHash } from "node:crypto";
import type { Policy } from "../domain/policy.ts";
import { approvedSettingsText } from "../domain/settings-text.ts";

/** SHA-256 over the settings on which an approval depends; an approval lapses when it changes. */
export function settingsFingerprint(policy: Policy): string {
  return createHash("sha256").update(approvedSettingsText(policy)).digest("hex");
}

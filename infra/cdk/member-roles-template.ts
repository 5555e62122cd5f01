import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { names } from "./names.ts";
import type { Settings } from "./settings.ts";
import { MemberRolesStack } from "./stacks/member-roles-stack.ts";
import { tagEverything } from "./tag-everything.ts";

/** The description of the member-roles stack. */
export const memberRolesDescription = "Curfew: the roles that it assumes in this account.";

/**
 * The template of the member-roles stack as its own synthesis writes it, so that the StackSet and the stack for single
 * accounts never differ.
 */
export function memberRolesTemplate(settings: Settings): string {
  const outdir = mkdtempSync(join(tmpdir(), "curfew-member-roles-"));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    new MemberRolesStack(app, names.memberRolesStack, { settings, description: memberRolesDescription });
    tagEverything(app, settings);
    return readFileSync(app.synth().getStackByName(names.memberRolesStack).templateFullPath, "utf8");
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

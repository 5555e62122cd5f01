import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { names } from "./names.ts";
import type { Settings } from "./settings.ts";
import { MemberRoleStack } from "./stacks/member-role-stack.ts";

/** What `aws cloudformation describe-stacks` says about the member-role stack. */
export const memberRoleDescription = "Curfew: the role its worker assumes in this account.";

/**
 * The template of the member-role stack as its own synthesis writes it, so that the StackSet and the stack
 * for single accounts never differ.
 */
export function memberRoleTemplate(settings: Settings): string {
  const outdir = mkdtempSync(join(tmpdir(), "curfew-member-role-"));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    new MemberRoleStack(app, names.memberRoleStack, { settings, description: memberRoleDescription });
    return readFileSync(app.synth().getStackByName(names.memberRoleStack).templateFullPath, "utf8");
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

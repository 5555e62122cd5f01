import { App } from "aws-cdk-lib";
import type { CloudAssembly } from "aws-cdk-lib/cx-api";
import { names } from "./names.ts";
import type { Settings } from "./settings.ts";
import { HubStack } from "./stacks/hub-stack.ts";
import { MemberRoleStack } from "./stacks/member-role-stack.ts";

/** Writes the cloud assembly of a deployment. Needs neither an AWS account nor a network. */
export function synthesize(settings: Settings, outdir: string): CloudAssembly {
  const app = new App({ outdir, analyticsReporting: false });
  const { accountId, region } = settings.hub;
  new HubStack(app, names.hubStack, {
    settings,
    env: { account: accountId, region },
    description: "Curfew: keeps the access keys of an Organization under a curfew.",
  });
  new MemberRoleStack(app, names.memberRoleStack, {
    settings,
    description: "Curfew: the role its worker assumes in this account.",
  });
  return app.synth();
}

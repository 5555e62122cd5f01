import { rmSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import type { CloudAssembly } from "aws-cdk-lib/cx-api";
import { memberRolesDescription, memberRolesTemplate } from "./member-roles-template.ts";
import { names } from "./names.ts";
import { activeEverywhere } from "./regions.ts";
import type { Settings } from "./settings.ts";
import { DelegationStack } from "./stacks/delegation-stack.ts";
import { HubStack } from "./stacks/hub-stack.ts";
import { MailStack } from "./stacks/mail-stack.ts";
import { MemberRolesStack } from "./stacks/member-roles-stack.ts";
import { RolloutStack } from "./stacks/rollout-stack.ts";
import { tagEverything } from "./tag-everything.ts";

/** What the cloud assembly is written with. */
export interface SynthesisOptions {
  /** CDK context, as `cdk --context` gives it: `{ "aws:cdk:bundling-stacks": [] }` leaves the functions empty. */
  readonly context?: Readonly<Record<string, unknown>>;
  /**
   * Whether CDK checks the templates against the schemas of CloudFormation, which takes seconds; true by default. A cloud
   * on this machine refuses what it does not understand anyway.
   */
  readonly isChecked?: boolean;
}

/**
 * Writes the cloud assembly of a deployment. Needs neither an AWS account nor a network. Removes a stack that an
 * earlier synthesis wrote and these settings do not need, so that nobody deploys it.
 */
export function synthesize(
  settings: Settings,
  outdir: string,
  options: SynthesisOptions = {},
): CloudAssembly {
  for (const stack of [names.rolloutStack, names.delegationStack])
    for (const kind of ["template", "metadata"])
      rmSync(join(outdir, `${stack}.${kind}.json`), { force: true });
  return curfewApp(settings, outdir, options).synth();
}

/** The stacks that a deployment with these settings needs, before they are written. */
export function curfewApp(
  settings: Settings,
  outdir: string,
  { context = {}, isChecked = true }: SynthesisOptions = {},
): App {
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: { ...context },
    builtinCloudFormationValidation: isChecked,
  });
  const { hub, mail, organization, rollout } = settings;
  // What these stacks hold is global. The management account need not have enabled the hub's opt-in Region.
  const managementRegion = activeEverywhere(hub.region);
  const inManagementAccount = {
    env: { account: organization.managementAccountId, region: managementRegion },
  };

  new HubStack(app, names.hubStack, {
    settings,
    env: { account: hub.accountId, region: hub.region },
    description: "Curfew: keeps the access keys of an Organization under a curfew.",
  });
  new MailStack(app, names.mailStack, {
    settings,
    env: { account: hub.accountId, region: mail.region },
    description: "Curfew: receives the SES events about its mails.",
  });
  new MemberRolesStack(app, names.memberRolesStack, { settings, description: memberRolesDescription });
  if (rollout.method === "stackset")
    new RolloutStack(app, names.rolloutStack, {
      rollout,
      memberRegion: rollout.region ?? managementRegion,
      template: memberRolesTemplate(settings),
      // A delegated administrator of StackSets may be any account: the one that it is deployed to.
      ...(rollout.callAs === "self" ? inManagementAccount : {}),
      description: "Curfew: brings the member roles into the accounts of organizational units.",
    });
  if (hub.accountId !== organization.managementAccountId && organization.delegationPolicy === "create")
    new DelegationStack(app, names.delegationStack, {
      settings,
      ...inManagementAccount,
      description: "Curfew: lets its hub account list the accounts of the Organization.",
    });
  tagEverything(app, settings);
  return app;
}

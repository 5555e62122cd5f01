import { expect, it } from "vitest";
import * as z from "zod/mini";
import { partitionOf } from "../../../infra/cdk/names.ts";
import {
  byStackSet,
  hubAccountId,
  managementAccountId,
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  type Template,
  templateOf,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

const regions = ["eu-central-1", "us-gov-west-1"];
const hubs = [
  { hub: "the management account", accountId: managementAccountId },
  { hub: "a delegated administrator", accountId: hubAccountId },
];
const rollouts = [
  { how: "a StackSet", rollout: byStackSet },
  { how: "hand", rollout: { method: "manual" } },
];
const matrix = regions.flatMap((region) =>
  hubs.flatMap((hub) => rollouts.map((rollout) => ({ region, ...hub, ...rollout }))),
);

/** Every ARN in a template, also inside the template of a StackSet. */
function arnsOf(templates: ReadonlyMap<string, Template>): string[] {
  return [...templates.values()].flatMap(
    (template) => JSON.stringify(template).match(/arn:aws[^"\\]*/g) ?? [],
  );
}

it.each(matrix)(
  "synthesizes in $region with $hub as hub and roles by $how",
  ({ region, accountId, rollout }) => {
    const templates = synthesizedTemplates(
      settingsWith({
        hub: { accountId, region },
        mail: { ...Object(writtenSettings().mail), region },
        rollout,
      }),
    );

    expect(templates.has("curfew-rollout")).toBe(rollout === byStackSet);
    expect(templates.has("curfew-delegation")).toBe(accountId !== managementAccountId);
    const partition = partitionOf(region);
    const arns = arnsOf(templates);
    expect(arns.length).toBeGreaterThan(5);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
    expectNamesToAgree(templates, partition, accountId);
  },
);

/** What one account's template says about another's, with exact names. */
function expectNamesToAgree(templates: ReadonlyMap<string, Template>, partition: string, hub: string): void {
  const hubTemplate = templateOf(templates, "curfew-hub");
  const hubRoles = propertiesOf(hubTemplate, "AWS::IAM::Role").map(({ RoleName }) => RoleName);
  const members = propertiesOf(templateOf(templates, "curfew-member-roles"), "AWS::IAM::Role");
  const trusted = members.map(({ RoleName, AssumeRolePolicyDocument }) => [
    RoleName,
    trustSchema
      .parse(AssumeRolePolicyDocument)
      .Statement.flatMap(({ Condition }) => [Condition.ArnEquals["aws:PrincipalArn"]].flat()),
  ]);
  const arn = (role: string) => `arn:${partition}:iam::${hub}:role/${role}`;

  expect(Object.fromEntries(trusted)).toEqual({
    "curfew-read": [arn("curfew-evaluate-accounts")],
    "curfew-deactivate": [arn("curfew-deactivate-keys"), arn("curfew-restore")],
  });
  expect(hubRoles).toEqual(
    expect.arrayContaining(["curfew-evaluate-accounts", "curfew-deactivate-keys", "curfew-restore"]),
  );
  const text = JSON.stringify(hubTemplate);
  for (const role of ["curfew-read", "curfew-deactivate"])
    expect(text).toContain(`"arn:${partition}:iam::*:role/${role}"`);
  expect(text).toContain(`"PARTITION":"${partition}"`);
}

const trustSchema = z.object({
  Statement: z.array(
    z.object({
      Condition: z.object({
        ArnEquals: z.object({ "aws:PrincipalArn": z.union([z.string(), z.array(z.string())]) }),
        StringEquals: z.object({ "aws:PrincipalOrgID": z.literal("o-exampleorg1") }),
      }),
    }),
  ),
});

import { expect, it } from "vitest";
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

const regions = ["eu-central-1", "us-gov-west-1", "cn-north-1"];
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

/** Every ARN that stands in a template, also inside of the template that a StackSet carries. */
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

/** What one account's template says about another's, both by their exact names. */
function expectNamesToAgree(templates: ReadonlyMap<string, Template>, partition: string, hub: string): void {
  const roles = propertiesOf(templateOf(templates, "curfew-hub"), "AWS::IAM::Role").map(
    ({ RoleName }) => RoleName,
  );
  expect(roles).toEqual(expect.arrayContaining(["curfew-worker", "curfew-scheduler"]));

  const [member] = propertiesOf(templateOf(templates, "curfew-member-role"), "AWS::IAM::Role");
  expect(member?.AssumeRolePolicyDocument).toMatchObject({
    Statement: [
      {
        Condition: {
          ArnEquals: { "aws:PrincipalArn": `arn:${partition}:iam::${hub}:role/curfew-worker` },
          StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" },
        },
      },
    ],
  });
  const assumable = JSON.stringify(templateOf(templates, "curfew-hub"));
  expect(assumable).toContain(`"arn:${partition}:iam::*:role/${String(member?.RoleName)}"`);
  expect(assumable).toContain(`"MEMBER_ROLE_NAME":"${String(member?.RoleName)}"`);
  expect(assumable).toContain(`"PARTITION":"${partition}"`);
}

import { expect, it } from "vitest";
import {
  assemblyOf,
  byStackSet,
  hubAccountId,
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  templateOf,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

const hub = { accountId: hubAccountId, region: "eu-central-1" };

it("gives every role in the hub and in the member accounts the permissions boundary of the settings", () => {
  const boundary = `arn:aws:iam::${hubAccountId}:policy/boundary`;
  const templates = synthesizedTemplates(
    settingsWith({
      hub: { ...hub, permissionsBoundary: boundary },
      memberRoles: { permissionsBoundary: "member-boundary" },
      operations: { chatTopic: true },
      // The mail stack then has a role that forwards the events of SES.
      mail: { ...Object(writtenSettings().mail), region: "eu-west-1" },
    }),
  );
  const hubRoles = ["curfew-hub", "curfew-mail"].map((stack) =>
    propertiesOf(templateOf(templates, stack), "AWS::IAM::Role"),
  );
  const memberRoles = propertiesOf(templateOf(templates, "curfew-member-roles"), "AWS::IAM::Role");

  expect(hubRoles.map(({ length }) => length)).toEqual([13, 1]);
  for (const { PermissionsBoundary } of hubRoles.flat()) expect(PermissionsBoundary).toBe(boundary);
  expect(memberRoles).toHaveLength(2);
  for (const { PermissionsBoundary } of memberRoles)
    expect(JSON.stringify(PermissionsBoundary)).toContain(":policy/member-boundary");
});

it("gives no role a permissions boundary unless the settings have one", () => {
  const templates = synthesizedTemplates(settingsWith());

  for (const template of templates.values())
    for (const role of propertiesOf(template, "AWS::IAM::Role"))
      expect(role).not.toHaveProperty("PermissionsBoundary");
});

it("takes the path of the boundary in the member accounts", () => {
  const boundary = `boundaries/${"x".repeat(128)}`;
  const templates = synthesizedTemplates(settingsWith({ memberRoles: { permissionsBoundary: boundary } }));

  for (const role of propertiesOf(templateOf(templates, "curfew-member-roles"), "AWS::IAM::Role"))
    expect(JSON.stringify(role.PermissionsBoundary)).toContain(`:policy/${boundary}"`);
});

it("uses the bootstrap stack with the qualifier of the settings", () => {
  const settings = settingsWith({ hub: { ...hub, bootstrapQualifier: "my-own1" } });

  const stack = assemblyOf(settings).getStackByName("curfew-hub");

  expect(stack.assumeRoleArn).toContain("cdk-my-own1-deploy-role");
});

it("needs no bootstrap for any other stack: no role of it, and no template in its bucket", () => {
  const { stacks } = assemblyOf(settingsWith({ rollout: byStackSet }));
  const others = stacks.filter(({ stackName }) => stackName !== "curfew-hub");

  expect(others.map(({ stackName }) => stackName).toSorted()).toEqual([
    "curfew-delegation",
    "curfew-mail",
    "curfew-member-roles",
    "curfew-rollout",
  ]);
  for (const stack of others) {
    expect(stack.assumeRoleArn, stack.stackName).toBeUndefined();
    expect(stack.cloudFormationExecutionRoleArn, stack.stackName).toBeUndefined();
    expect(stack.stackTemplateAssetObjectUrl, stack.stackName).toBeUndefined();
    // The longest template that the CDK CLI passes in the call.
    expect(JSON.stringify(stack.template).length, stack.stackName).toBeLessThan(25_000);
  }
});

it("tags stacks and resources, including the StackSet's roles", () => {
  const settings = settingsWith({ tags: { team: "cloud" }, rollout: byStackSet });
  const { stacks } = assemblyOf(settings);
  const templates = synthesizedTemplates(settings);
  const tag = { Key: "team", Value: "cloud" };

  for (const { tags } of stacks) expect(tags).toEqual({ team: "cloud" });
  for (const { Tags } of propertiesOf(templateOf(templates, "curfew-hub"), "AWS::Lambda::Function"))
    expect(Tags).toEqual([tag]);
  const [stackSet] = propertiesOf(templateOf(templates, "curfew-rollout"), "AWS::CloudFormation::StackSet");
  expect(String(stackSet?.TemplateBody).match(/"Key": ?"team"/g)).toHaveLength(2);
});

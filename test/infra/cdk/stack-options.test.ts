import { expect, it } from "vitest";
import {
  assemblyOf,
  byStackSet,
  hubAccountId,
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  templateOf,
} from "../../support/deployment-fixture.ts";

const hub = { accountId: hubAccountId, region: "eu-central-1" };

it("gives every role in the hub and in the member accounts the permissions boundary of the settings", () => {
  const boundary = `arn:aws:iam::${hubAccountId}:policy/boundary`;
  const templates = synthesizedTemplates(
    settingsWith({
      hub: { ...hub, permissionsBoundary: boundary },
      memberRoles: { permissionsBoundary: "member-boundary" },
      operations: { chatTopic: true },
    }),
  );
  const hubRoles = propertiesOf(templateOf(templates, "curfew-hub"), "AWS::IAM::Role");
  const memberRoles = propertiesOf(templateOf(templates, "curfew-member-roles"), "AWS::IAM::Role");

  expect(hubRoles.length).toBeGreaterThan(10);
  for (const { PermissionsBoundary } of hubRoles) expect(PermissionsBoundary).toBe(boundary);
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

it("uses the bootstrap stack with the qualifier of the settings", () => {
  const settings = settingsWith({ hub: { ...hub, bootstrapQualifier: "curfew1" } });

  const stack = assemblyOf(settings).getStackByName("curfew-hub");

  expect(stack.assumeRoleArn).toContain("cdk-curfew1-deploy-role");
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

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { organizationActions } from "../../../infra/cdk/organization-actions.ts";
import { synthesize } from "../../../infra/cdk/synthesize.ts";
import {
  assemblyOf,
  byStackSet,
  hubAccountId,
  managementAccountId,
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  templateOf,
  temporaryDirectory,
  withoutCode,
} from "../../support/deployment-fixture.ts";

const hubIsManagementAccount = { hub: { accountId: managementAccountId, region: "eu-central-1" } };
const existingPolicy = {
  organization: { id: "o-exampleorg1", managementAccountId, delegationPolicy: "existing" },
};

it.each([
  ["a delegated administrator", {}, ["curfew-delegation"]],
  [
    "a delegated administrator and a StackSet",
    { rollout: byStackSet },
    ["curfew-delegation", "curfew-rollout"],
  ],
  ["a delegation policy that exists", existingPolicy, []],
  ["the management account", hubIsManagementAccount, []],
  [
    "the management account and a StackSet",
    { ...hubIsManagementAccount, rollout: byStackSet },
    ["curfew-rollout"],
  ],
])("writes the stacks that %s needs and no other", (_, sections, more) => {
  const stacks = [...synthesizedTemplates(settingsWith(sections)).keys()];

  expect(stacks.toSorted()).toEqual(["curfew-hub", "curfew-mail", "curfew-member-roles", ...more].toSorted());
});

it("removes a stack that an earlier synthesis wrote and these settings do not need", () => {
  const outdir = temporaryDirectory();
  synthesize(settingsWith({ rollout: byStackSet }), outdir, withoutCode);

  synthesize(settingsWith(existingPolicy), outdir, withoutCode);

  const templates = readdirSync(outdir).filter((file) => file.endsWith(".template.json"));
  expect(templates.toSorted()).toEqual([
    "curfew-hub.template.json",
    "curfew-mail.template.json",
    "curfew-member-roles.template.json",
  ]);
});

it("has the member-roles stack's template in the StackSet, without assets", () => {
  const settings = settingsWith({ rollout: byStackSet });
  const { directory } = assemblyOf(settings);
  const templates = synthesizedTemplates(settings);

  const [stackSet] = propertiesOf(templateOf(templates, "curfew-rollout"), "AWS::CloudFormation::StackSet");
  const alone = readFileSync(join(directory, "curfew-member-roles.template.json"), "utf8");
  expect(stackSet?.TemplateBody).toBe(alone);
  expect(JSON.parse(alone)).not.toHaveProperty("Transform");
  expect(JSON.parse(alone)).not.toHaveProperty("Parameters");
  expect(Object.keys(JSON.parse(alone).Resources)).toHaveLength(2);
  expect(readdirSync(directory)).not.toContain("curfew-member-roles.assets.json");
});

it("deploys the StackSet to the OUs in one Region, to accounts that join, and removes it from those that leave", () => {
  const rollout = { ...byStackSet, organizationalUnits: ["ou-a1b2-12345678", "ou-a1b2-87654321"] };
  const templates = synthesizedTemplates(settingsWith({ rollout }));

  expect(propertiesOf(templateOf(templates, "curfew-rollout"), "AWS::CloudFormation::StackSet")).toEqual([
    expect.objectContaining({
      PermissionModel: "SERVICE_MANAGED",
      CallAs: "SELF",
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      ManagedExecution: { Active: true },
      OperationPreferences: {
        ConcurrencyMode: "SOFT_FAILURE_TOLERANCE",
        FailureTolerancePercentage: 100,
        MaxConcurrentPercentage: 100,
      },
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: ["ou-a1b2-12345678", "ou-a1b2-87654321"] },
          Regions: ["eu-central-1"],
        },
      ],
    }),
  ]);
});

it("lets a delegated administrator own the StackSet, in a Region that every account has", () => {
  const rollout = { ...byStackSet, callAs: "delegatedAdmin", region: "us-east-1" };
  const templates = synthesizedTemplates(settingsWith({ rollout }));

  expect(propertiesOf(templateOf(templates, "curfew-rollout"), "AWS::CloudFormation::StackSet")).toEqual([
    expect.objectContaining({
      CallAs: "DELEGATED_ADMIN",
      StackInstancesGroup: [expect.objectContaining({ Regions: ["us-east-1"] })],
    }),
  ]);
});

it("delegates to the two roles that list accounts, and exactly the calls that their own policies allow", () => {
  const templates = synthesizedTemplates(settingsWith());
  const [policy] = propertiesOf(
    templateOf(templates, "curfew-delegation"),
    "AWS::Organizations::ResourcePolicy",
  );

  expect(policy?.Content).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "CurfewOrganizationRead",
        Effect: "Allow",
        Principal: {
          AWS: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, `:iam::${hubAccountId}:root`]] },
        },
        Action: [...organizationActions],
        Resource: "*",
        Condition: {
          ArnEquals: {
            "aws:PrincipalArn": ["curfew-scheduler", "curfew-restore"].map(
              (role) => `arn:aws:iam::${hubAccountId}:role/${role}`,
            ),
          },
        },
      },
    ],
  });
  const hub = JSON.stringify(templateOf(templates, "curfew-hub"));
  const allowed = new Set(hub.match(/organizations:\w+/g));
  expect([...allowed].toSorted()).toEqual([...organizationActions].toSorted());
});

it("fixes the account of the management account's stacks, so that they cannot be deployed elsewhere", () => {
  const { stacks } = assemblyOf(settingsWith({ rollout: byStackSet }));

  const accounts = Object.fromEntries(
    stacks.map(({ stackName, environment }) => [stackName, environment.account]),
  );
  expect(accounts).toEqual({
    "curfew-hub": hubAccountId,
    "curfew-delegation": managementAccountId,
    "curfew-rollout": managementAccountId,
    "curfew-mail": hubAccountId,
    "curfew-member-roles": "unknown-account",
  });
});

it("puts the stacks of the management account into a Region that is active everywhere", () => {
  const hub = { accountId: hubAccountId, region: "ap-southeast-4" };
  const settings = settingsWith({ hub, rollout: byStackSet });

  const { stacks } = assemblyOf(settings);

  const regions = Object.fromEntries(
    stacks.map(({ stackName, environment }) => [stackName, environment.region]),
  );
  expect(regions).toMatchObject({
    "curfew-hub": "ap-southeast-4",
    "curfew-mail": "eu-central-1",
    "curfew-delegation": "us-east-1",
    "curfew-rollout": "us-east-1",
  });
});

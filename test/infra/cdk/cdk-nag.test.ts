import { PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import { AwsSolutionsChecks } from "cdk-nag";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { curfewApp } from "../../../infra/cdk/synthesize.ts";
import {
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  temporaryDirectory,
  withoutCode,
} from "../../support/deployment-fixture.ts";
import { deploymentShapes } from "./deployment-shapes.ts";

it.each(deploymentShapes)("leaves cdk-nag no finding without a reason for $shape", ({ sections }) => {
  const app = curfewApp(settingsWith(sections), temporaryDirectory(), withoutCode);

  const { violations } = new AwsSolutionsChecks(app).validateScope(app);

  const findings = violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath ?? ""}`),
  );
  expect(findings).toEqual([]);
});

it("runs cdk-nag for real: it finds a policy without a reason for its pattern", () => {
  const app = curfewApp(settingsWith(), temporaryDirectory(), withoutCode);
  const role = app.node.findAll().find(({ node }) => node.path === "curfew-hub/Functions/Evaluate/Role");
  if (!(role instanceof Role)) throw new Error("the function has no role");
  role.addToPolicy(new PolicyStatement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::other/*"] }));

  const { violations } = new AwsSolutionsChecks(app).validateScope(app);

  expect(violations.map(({ ruleName }) => ruleName)).toEqual([
    "AwsSolutions-IAM5[Resource::arn:aws:s3:::other/*]",
  ]);
});

const statementSchema = z.object({
  Effect: z.literal("Allow"),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
});
const documentSchema = z.object({ Statement: z.array(statementSchema) });

/** Actions without resources, or whose resources are not known in advance (Service Authorization Reference). */
const actionsOnEverything = [
  "iam:GenerateCredentialReport",
  "iam:GetCredentialReport",
  "iam:ListUsers",
  "organizations:DescribeAccount",
  "organizations:DescribeOrganizationalUnit",
  "organizations:ListAccounts",
  "organizations:ListAccountsForParent",
  "organizations:ListOrganizationalUnitsForParent",
  "organizations:ListRoots",
  "ses:GetAccount",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
/** Step Functions developer guide, IAM policies for logging to CloudWatch Logs. */
const logDelivery = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];

it("allows on every resource only actions without resources, and no action by a pattern", () => {
  const templates = [...synthesizedTemplates(settingsWith()).values()];
  const documents = templates.flatMap((template) => [
    ...propertiesOf(template, "AWS::IAM::Policy").map(({ PolicyDocument }) => PolicyDocument),
    ...propertiesOf(template, "AWS::IAM::Role").flatMap(({ Policies }) =>
      (Array.isArray(Policies) ? Policies : []).map(({ PolicyDocument }) => PolicyDocument),
    ),
  ]);
  const statements = documents.flatMap((document) => documentSchema.parse(document).Statement);
  const actionsOf = ({ Action }: z.infer<typeof statementSchema>) => [Action].flat();

  const onEverything = statements.filter(({ Resource }) => Resource === "*").flatMap(actionsOf);
  expect(statements.length).toBeGreaterThan(40);
  expect(statements.flatMap(actionsOf).filter((action) => action.includes("*"))).toEqual([]);
  expect([...new Set(onEverything)].toSorted()).toEqual([...actionsOnEverything, ...logDelivery].toSorted());
});

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pauseSchema } from "../../functions/aws/controls.ts";
import { loadSettings } from "../../infra/cdk/settings.ts";
import { evaluateIdentity } from "../../infra/sandbox/cloud/policy-evaluation.ts";
import { approvalSchema } from "../../statemachine/approve.ts";
import { propertiesOf, synthesizedTemplates, templateOf } from "../support/deployment-fixture.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";
import { type Person, people, shownPolicy, shownPolicySchema } from "../support/people-policies.ts";
import { shownCommands } from "./shown-commands.ts";

const page = readDoc("security.md");
const settings = loadSettings(fileURLToPath(new URL("../../settings.yaml", import.meta.url)));
const { accountId, region } = settings.hub;

const list = (value: string | string[]) => (typeof value === "string" ? [value] : value);

it("shows valid IAM policies, with a name for each statement", () => {
  const shown = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, json = ""]) =>
    shownPolicySchema.parse(JSON.parse(json)),
  );

  expect(shown).toHaveLength(people.length + 1);
  for (const { Statement } of shown) {
    const names = Statement.map(({ Sid }) => Sid);
    expect(new Set(names).size).toBe(names.length);
  }
});

it("names only resources in the stacks of the repository's settings", () => {
  const hub = templateOf(synthesizedTemplates(settings), "curfew-hub");
  const machines = propertiesOf(hub, "AWS::StepFunctions::StateMachine").map(({ StateMachineName }) =>
    String(StateMachineName),
  );
  const [bucket] = propertiesOf(hub, "AWS::S3::Bucket");
  const [table] = propertiesOf(hub, "AWS::DynamoDB::GlobalTable");
  const exists = new Set([
    "*",
    ...machines.flatMap((name) => [
      `arn:aws:states:${region}:${accountId}:stateMachine:${name}`,
      `arn:aws:states:${region}:${accountId}:execution:${name}:*`,
      `arn:aws:states:${region}:${accountId}:mapRun:${name}/*:*`,
    ]),
    `arn:aws:s3:::${bucket?.BucketName}`,
    `arn:aws:s3:::${bucket?.BucketName}/*`,
    `arn:aws:dynamodb:${region}:${accountId}:table/${table?.TableName}`,
    ...propertiesOf(hub, "AWS::SQS::Queue").map(
      ({ QueueName }) => `arn:aws:sqs:${region}:${accountId}:${QueueName}`,
    ),
    `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/curfew-*`,
  ]);
  const groups = propertiesOf(hub, "AWS::Logs::LogGroup").map(({ LogGroupName }) => String(LogGroupName));
  expect(groups.filter((name) => name.startsWith("/aws/lambda/curfew-"))).toHaveLength(8);

  for (const person of people)
    for (const { Sid, Resource } of shownPolicy(person).Statement)
      for (const resource of list(Resource)) expect(exists.has(resource), `${Sid}: ${resource}`).toBe(true);
});

describe("by these policies", () => {
  const may = (
    who: readonly Person[],
    action: string,
    resource: string,
    context: Record<string, string[]> = {},
  ) => {
    const policies = Object.fromEntries(who.map((person) => [person, shownPolicy(person)]));
    return evaluateIdentity(policies, undefined, { action, resource, context }, {}).allowed;
  };
  const machine = (name: string) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
  const table = `arn:aws:dynamodb:${region}:${accountId}:table/curfew-ledger`;

  it("an operator starts runs and restores, and approves nothing", () => {
    expect(may(["Reader", "Operator"], "states:StartExecution", machine("curfew"))).toBe(true);
    expect(may(["Reader", "Operator"], "states:StartExecution", machine("curfew-restore"))).toBe(true);
    expect(may(["Reader", "Operator"], "states:StartExecution", machine("curfew-approve"))).toBe(false);
  });

  it("an approver approves, and starts no run and no restore", () => {
    expect(may(["Reader", "Approver"], "states:StartExecution", machine("curfew-approve"))).toBe(true);
    expect(may(["Reader", "Approver"], "states:StartExecution", machine("curfew"))).toBe(false);
    expect(may(["Reader", "Approver"], "states:StartExecution", machine("curfew-restore"))).toBe(false);
  });

  it("an operator writes a pause, but neither an approval nor anything about a key", () => {
    const item = (partition: string, attributes: readonly string[]) => ({
      "dynamodb:LeadingKeys": [partition],
      "dynamodb:Attributes": ["accountId", "accessKeyId", ...attributes],
    });
    const write = (context: Record<string, string[]>) =>
      may(["Reader", "Operator"], "dynamodb:PutItem", table, context);

    expect(write(item("control", Object.keys(pauseSchema.shape)))).toBe(true);
    expect(write(item("control", Object.keys(approvalSchema.shape)))).toBe(false);
    expect(write(item(accountId, ["until"]))).toBe(false);
    expect(may(["Reader", "Operator"], "dynamodb:UpdateItem", table, item("control", ["until"]))).toBe(false);
  });

  it("a reader starts and writes nothing", () => {
    for (const name of ["curfew", "curfew-restore", "curfew-approve"])
      expect(may(["Reader"], "states:StartExecution", machine(name))).toBe(false);
    expect(may(["Reader"], "dynamodb:PutItem", table)).toBe(false);
    expect(may(["Reader"], "s3:PutObject", "arn:aws:s3:::curfew-runs-444455556666-eu-central-1/x")).toBe(
      false,
    );
  });
});

describe("the AWS commands of the runbook", () => {
  const services: Readonly<Record<string, string>> = { sesv2: "ses", stepfunctions: "states" };
  const commands = shownCommands().filter(
    ({ page: shownOn, command }) => shownOn === "docs/runbook.md" && command.startsWith("aws "),
  );
  /** `aws sqs receive-message …` calls `sqs:ReceiveMessage`. */
  const actionOf = (command: string) => {
    const [, service = "", operation = ""] = command.split(" ");
    const pascal = operation.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    return `${services[service] ?? service}:${service === "logs" ? "FilterLogEvents" : pascal}`;
  };
  const allowed = new Set(
    ["Reader", "Operator", "On call"].flatMap((person) =>
      shownPolicy(person).Statement.flatMap(({ Action }) => list(Action)),
    ),
  );

  it("need the rights of people on call, or those of an administrator where the page says so", () => {
    const others = new Set(
      commands.map(({ command }) => actionOf(command)).filter((action) => !allowed.has(action)),
    );

    expect(commands.length).toBeGreaterThan(8);
    expect([...others].toSorted()).toEqual([
      "iam:UpdateAccessKey",
      "organizations:DescribeResourcePolicy",
      "ses:DeleteSuppressedDestination",
    ]);
  });
});

describe("by the service control policy, an administrator of an account", () => {
  const account = "777788889999";
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const administrator = shownPolicySchema.parse({
    Version: "2012-10-17",
    Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
  });
  const may = (
    principal: string,
    action: string,
    resource: string,
    context: Record<string, string[]> = {},
  ) => {
    const request = { action, resource, context };
    const by = { "aws:PrincipalArn": principal };
    return evaluateIdentity({ administrator }, undefined, request, by, shownPolicy("Tags decide")).allowed;
  };
  const { exempt, userType, email } = settings.policy.tagNames;
  const { read, deactivate } = settings.memberRoles;
  const changes = [
    "AttachRolePolicy",
    "CreateRole",
    "DeleteRole",
    "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "PutRolePermissionsBoundary",
    "PutRolePolicy",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "UpdateRoleDescription",
  ].map((name) => `iam:${name}`);

  it.each(["iam:TagUser", "iam:UntagUser", "iam:CreateUser"])(
    "may not call %s with a tag that keeps a key active, in upper or lower case, but the tagging role may",
    (action) => {
      const tagging = (principal: string, tagKey: string) =>
        may(principal, action, `arn:aws:iam::${account}:user/jane`, { "aws:TagKeys": [tagKey] });

      for (const tagKey of [exempt, userType, exempt.toUpperCase(), userType.toLowerCase()]) {
        expect(tagging(role("Admin"), tagKey)).toBe(false);
        expect(tagging(role("curfew-tagging"), tagKey)).toBe(true);
      }
      expect(tagging(role("Admin"), email)).toBe(true);
    },
  );

  it.each(["curfew-tagging", read, deactivate, "stacksets-exec-0123456789abcdef"])(
    "may look at the role %s and not change it, but StackSets may",
    (name) => {
      for (const action of changes) {
        expect(may(role("Admin"), action, role(name)), action).toBe(false);
        expect(may(`arn:aws:iam::${account}:root`, action, role(name)), action).toBe(false);
        expect(may(role("stacksets-exec-0123456789abcdef"), action, role(name)), action).toBe(true);
      }
      expect(may(role("Admin"), "iam:GetRole", role(name))).toBe(true);
    },
  );

  it("may change other roles, and deactivate keys as the runbook says", () => {
    for (const action of changes) expect(may(role("Admin"), action, role("deployer")), action).toBe(true);
    expect(may(role("Admin"), "iam:UpdateAccessKey", `arn:aws:iam::${account}:user/jane`)).toBe(true);
  });
});

it("lists the actions and trusted roles of the member roles as they are in the stack", () => {
  const template = templateOf(synthesizedTemplates(settings), "curfew-member-roles");
  const roles = propertiesOf(template, "AWS::IAM::Role").map(
    ({ RoleName, Policies, AssumeRolePolicyDocument }) => ({
      name: String(RoleName),
      actions: [...JSON.stringify(Policies).matchAll(/"(iam:\w+)"/g)].map(([, action = ""]) => action),
      trusted: [...JSON.stringify(AssumeRolePolicyDocument).matchAll(/:role\/([\w-]+)"/g)].map(
        ([, role = ""]) => role,
      ),
    }),
  );
  const inTicks = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
  const rows = tableBelow(page, "What limits Curfew").map(([name, actions, trusted]) => ({
    name: inTicks(name)[0],
    actions: inTicks(actions).toSorted(),
    trusted: inTicks(trusted).toSorted(),
  }));

  expect(rows).toEqual(
    roles.map(({ name, actions, trusted }) => ({
      name,
      actions: actions.toSorted(),
      trusted: trusted.toSorted(),
    })),
  );
});

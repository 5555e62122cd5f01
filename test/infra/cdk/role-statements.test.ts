import { beforeAll, expect, it } from "vitest";
import {
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  type Template,
  templateOf,
  writtenSettings,
} from "../../support/deployment-fixture.ts";
import { actionsOf, type Statement, statementsByRole } from "./template-policies.ts";

/** SES in a Region other than the hub's, and a sender below the domain that may be verified. */
function hubWith(mail: Readonly<Record<string, unknown>>): Template {
  const written = {
    ...Object(writtenSettings().mail),
    region: "eu-west-1",
    sender: "curfew@mail.example.com",
  };
  return templateOf(synthesizedTemplates(settingsWith({ mail: { ...written, ...mail } })), "curfew-hub");
}

let hub: Template;
let roles: Map<string, Statement[]>;
beforeAll(() => {
  hub = hubWith({});
  roles = statementsByRole(hub);
});

function statementOf(role: string, sid: string): Statement {
  const statement = roles.get(role)?.find(({ Sid }) => Sid === sid);
  if (statement === undefined) throw new Error(`${role} has no statement ${sid}`);
  return statement;
}

it("gives each function its own execution role with the actions of its calls and no other", () => {
  const actions = Object.fromEntries(
    [...roles].map(([role, statements]) => [role, actionsOf(statements)]).filter(([role]) => role !== ""),
  );
  const organization = [
    "organizations:DescribeAccount",
    "organizations:ListAccounts",
    "organizations:ListAccountsForParent",
    "organizations:ListOrganizationalUnitsForParent",
    "organizations:ListRoots",
  ];
  const histories = ["dynamodb:Query", "dynamodb:UpdateItem"];
  const ledger = ["dynamodb:GetItem", ...histories];
  const objects = ["s3:GetObject", "s3:ListBucket", "s3:PutObject"];

  expect(actions).toMatchObject({
    "curfew-scheduler": [
      "dynamodb:GetItem",
      "organizations:DescribeAccount",
      "organizations:DescribeOrganizationalUnit",
      ...organization.slice(1),
      "s3:AbortMultipartUpload",
      ...objects,
      "ses:GetAccount",
      "ses:GetEmailIdentity",
    ],
    "curfew-evaluate-accounts": [...histories, ...objects, "ses:SendEmail", "sts:AssumeRole"],
    "curfew-plan": [
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      ...objects,
      "ses:GetAccount",
    ],
    "curfew-deactivate-keys": [...ledger, "s3:PutObject", "ses:SendEmail", "sts:AssumeRole"],
    "curfew-report": ["events:PutEvents", "s3:AbortMultipartUpload", ...objects, "ses:SendEmail"],
    "curfew-restore": [
      ...ledger,
      ...organization,
      ...objects,
      "ses:GetAccount",
      "ses:GetEmailIdentity",
      "ses:SendEmail",
      "sts:AssumeRole",
    ],
    "curfew-approve": ["dynamodb:GetItem", "dynamodb:PutItem", "s3:GetObject", "s3:ListBucket"],
    "curfew-delivery": ["dynamodb:UpdateItem", "sqs:SendMessage"],
  });
});

it.each([
  ["curfew-evaluate-accounts", "AssumeReadRole", "curfew-read"],
  ["curfew-deactivate-keys", "AssumeDeactivateRole", "curfew-deactivate"],
  ["curfew-restore", "AssumeDeactivateRole", "curfew-deactivate"],
])("lets %s assume one member role, inside the Organization only", (role, sid, memberRole) => {
  expect(statementOf(role, sid)).toEqual({
    Sid: sid,
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Resource: `arn:aws:iam::*:role/${memberRole}`,
    Condition: { StringEquals: { "aws:ResourceOrgID": "o-exampleorg1" } },
  });
  expect(roles.get(role)?.filter(({ Action }) => [Action].flat().includes("sts:AssumeRole"))).toHaveLength(1);
});

const accountPartitions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["????????????"] } };

it("lets the functions that work on accounts write histories, and in the control partition the mail pace only", () => {
  for (const role of ["curfew-evaluate-accounts", "curfew-deactivate-keys", "curfew-restore"]) {
    expect(statementOf(role, "LedgerReadWrite").Condition).toEqual(accountPartitions);
    expect(statementOf(role, "LedgerMailPace")).toMatchObject({
      Action: "dynamodb:UpdateItem",
      Condition: {
        "ForAllValues:StringEquals": {
          "dynamodb:LeadingKeys": ["control"],
          "dynamodb:Attributes": ["accountId", "accessKeyId", "nextSlot"],
        },
      },
    });
  }
});

it("lets the plan function reserve the pace but not record an approval, and approve the other way round", () => {
  const attributes = (role: string, sid: string) =>
    Object(statementOf(role, sid).Condition)["ForAllValues:StringEquals"]["dynamodb:Attributes"];

  expect(attributes("curfew-plan", "LedgerReservePace")).toEqual([
    "accountId",
    "accessKeyId",
    "expiresAt",
    "total",
    "runs",
  ]);
  expect(attributes("curfew-approve", "LedgerRecordApproval")).toEqual(
    expect.arrayContaining(["accountId", "accessKeyId", "expiresAt", "approvedBy", "executionArn", "run"]),
  );
  expect(attributes("curfew-approve", "LedgerRecordApproval")).not.toContain("total");
});

it("lets no function but approve write an item with the attributes of an approval", () => {
  const mayWriteApproval = [...roles].flatMap(([role, statements]) => {
    const allows = statements.some(({ Action, Condition }) => {
      const { "ForAllValues:StringEquals": equal = {}, "ForAllValues:StringLike": like = {} } =
        Object(Condition);
      const partitions: string[] = [
        equal["dynamodb:LeadingKeys"] ?? like["dynamodb:LeadingKeys"] ?? "control",
      ].flat();
      const attributes: string[] = equal["dynamodb:Attributes"] ?? ["settingsFingerprint"];
      const writes = [Action].flat().some((action) => /^dynamodb:(Put|Update|BatchWrite)/.test(action));
      return writes && partitions.includes("control") && attributes.includes("settingsFingerprint");
    });
    return allows ? [role] : [];
  });

  expect(mayWriteApproval).toEqual(["curfew-approve"]);
});

it("lets the plan function count days of waiting in the entry of a key, and change nothing else there", () => {
  expect(statementOf("curfew-plan", "LedgerRecordWaiting")).toMatchObject({
    Action: "dynamodb:UpdateItem",
    Condition: {
      ...accountPartitions,
      "ForAllValues:StringEquals": {
        "dynamodb:Attributes": ["accountId", "accessKeyId", "expiresAt", "userName", "createdOn", "waiting"],
      },
    },
  });
});

it("lets the delivery function write only SES's reports", () => {
  expect(statementOf("curfew-delivery", "LedgerRecordDelivery")).toMatchObject({
    Action: "dynamodb:UpdateItem",
    Condition: {
      ...accountPartitions,
      "ForAllValues:StringEquals": {
        "dynamodb:Attributes": [
          "accountId",
          "accessKeyId",
          "expiresAt",
          "deliveredOn",
          "bouncedOn",
          "bounceCause",
          "complainedOn",
          "delayedOn",
        ],
      },
    },
  });
});

it.each([
  ["Curfew's own", {}, "curfew"],
  ["the deployer's", { configurationSet: { existing: "my-set" } }, "my-set"],
])("lets functions mail only as the sender, in SES's Region, with %s configuration set", (_, mail, set) => {
  const senders = ["curfew-evaluate-accounts", "curfew-deactivate-keys", "curfew-report", "curfew-restore"];
  const found = statementsByRole(hubWith(mail));

  for (const role of senders)
    expect(found.get(role)).toContainEqual({
      Sid: "SesSendEmail",
      Effect: "Allow",
      Action: "ses:SendEmail",
      // Not limited to the sender's identity, because recipients in the SES sandbox are identities too.
      Resource: ["identity/*", `configuration-set/${set}`].map(
        (resource) => `arn:aws:ses:eu-west-1:444455556666:${resource}`,
      ),
      Condition: { StringEquals: { "ses:FromAddress": "curfew@mail.example.com" } },
    });
});

it.each([
  ["curfew-state-machine", "curfew", ["EvaluateAccounts", "DeactivateKeys"]],
  ["curfew-restore-state-machine", "curfew-restore", ["RestoreKeys"]],
])("lets %s run its own Maps, as AWS names their executions", (role, machine, labels) => {
  const states = "arn:aws:states:eu-central-1:444455556666";
  const resources = (sid: string) => [statementOf(role, sid).Resource].flat();

  expect(resources("MapStart")).toEqual([`${states}:stateMachine:${machine}`]);
  expect(statementOf(role, "MapFollow")).toMatchObject({
    Action: ["states:DescribeExecution", "states:StopExecution"],
    Resource: `${states}:execution:${machine}:*`,
  });
  expect(resources("MapRedrive")).toEqual(labels.map((label) => `${states}:execution:${machine}/${label}:*`));
});

it("lets each state machine invoke its own functions", () => {
  const invoked = (role: string) =>
    (roles.get(role) ?? []).flatMap(({ Sid = "" }) => (Sid.startsWith("Invoke") ? [Sid] : []));

  expect(invoked("curfew-state-machine")).toEqual([
    "InvokeScheduler",
    "InvokeEvaluate",
    "InvokePlan",
    "InvokeDeactivate",
    "InvokeReport",
  ]);
  expect(invoked("curfew-restore-state-machine")).toEqual(["InvokeRestore"]);
  expect(invoked("curfew-approve-state-machine")).toEqual(["InvokeApprove"]);
});

it("lets Step Functions and Scheduler use their roles for this account only", () => {
  const trusts = propertiesOf(hub, "AWS::IAM::Role").flatMap(
    ({ AssumeRolePolicyDocument }) => Object(AssumeRolePolicyDocument).Statement,
  );
  const guarded = trusts.filter(({ Principal }) => Principal.Service !== "lambda.amazonaws.com");

  expect(guarded).toHaveLength(4);
  for (const { Condition } of guarded)
    expect(Condition.StringEquals["aws:SourceAccount"]).toBe("444455556666");
});

import { UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { S3Client } from "@aws-sdk/client-s3";
import { beforeAll, expect, it } from "vitest";
import { findAccounts } from "../../functions/aws/find-accounts.ts";
import { organization } from "../../functions/aws/organizations.ts";
import { sessionPolicyFor } from "../../functions/aws/session-policy.ts";
import { streamUp } from "../../functions/aws/stream-up.ts";
import { systemClock } from "../../functions/runtime/system-clock.ts";
import { names } from "../../infra/cdk/names.ts";
import { organizationActions } from "../../infra/cdk/organization-actions.ts";
import type { RoleRecord } from "../../infra/sandbox/cloud/identities.ts";
import type { AllowedBy, CallRecord } from "../../infra/sandbox/cloud/service.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { liveBusyDay, runWithoutRole, withoutReport } from "./busy-day.ts";
import { hub, members, startBusyOrganization } from "./busy-organization.ts";
import { memberSession, signedAs } from "./member-sessions.ts";
import { learnedThatObjectIsMissing, permissionsOf, textOf, wasUsed } from "./shipped-permissions.ts";

/** AWS services use these permissions, so no call of Curfew shows that they are needed. */
const usedByAws = new Set([
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  // Scheduler starts the execution; Scheduler and Lambda leave dead letters.
  "sqs:SendMessage",
  // A Distributed Map starts, follows, stops and redrives its children.
  "states:StartExecution",
  "states:DescribeExecution",
  "states:StopExecution",
  "states:RedriveExecution",
]);

let cloud: EmbeddedCloud;
const calls: CallRecord[] = [];
let roles: readonly RoleRecord[] = [];

// Two clouds: with and without paths, and with a verified address and a verified domain as sender.
beforeAll(async () => {
  const first = await startBusyOrganization({
    verified: "curfew@example.com",
    withPaths: true,
    interceptors: [withoutReport],
  });
  try {
    calls.push(...(await liveBusyDay(first)));
    await abortUploads(first.cloud);
    await findManyAccounts(first.cloud);
    await runWithoutRole(first);
    calls.push(...first.cloud.calls.all().slice(calls.length));
  } finally {
    await first.cloud.close();
  }
  const second = await startBusyOrganization({ verified: "example.com", withPaths: false });
  cloud = second.cloud;
  calls.push(...(await liveBusyDay(second)));
  roles = cloud.identities.roles();
  return () => cloud.close();
});

/** Uploads that fail halfway. That needs a large Organization, so the test makes these calls itself. */
async function abortUploads(of: EmbeddedCloud): Promise<void> {
  for (const [role, key] of [
    [names.schedulerFunction, "runs/2026-11-24/x/work-list.json"],
    [names.reportFunction, "runs/2026-11-24/x/report.csv"],
  ] as const) {
    const s3 = new S3Client(signedAs(of, role));
    const bucket = `curfew-runs-${hub.accountId}-${hub.region}`;
    await expect(streamUp(s3, { bucket, key }, lostHalfway(), "text/plain")).rejects.toThrow("lost");
  }
}

/**
 * A restore over a hundred accounts lists them. That needs a large Organization, so the test makes this call itself.
 */
async function findManyAccounts(of: EmbeddedCloud): Promise<void> {
  const client = new OrganizationsClient(signedAs(of, names.restoreFunction));
  const ids = new Set(Array.from({ length: 100 }, (_, index) => String(700_000_000_001 + index)));
  const task = { organization: organization(client), needsPaths: true, clock: systemClock };
  expect((await findAccounts(new Set([...ids, members[0]]), task)).size).toBe(1);
}

async function* lostHalfway(): AsyncGenerator<string> {
  for (let piece = 0; piece < 6; piece += 1) yield "x".repeat(1024 * 1024);
  throw new Error("lost");
}

function allowed(): AllowedBy[] {
  return calls.flatMap(({ allowedBy }) => allowedBy);
}

it("every call of the functions is allowed by a policy of the templates", () => {
  const refused = calls.filter(({ errorCode = "" }) => errorCode.includes("AccessDenied"));
  // The test itself refuses a credential report and removes a member role.
  const unexpected = refused.filter(
    ({ operation }) => operation !== "GenerateCredentialReport" && operation !== "AssumeRole",
  );

  expect(
    unexpected.map(({ service, operation, principalArn }) => `${principalArn} ${service}:${operation}`),
  ).toEqual([]);
  expect(allowed().length).toBeGreaterThan(100);
});

it("every action of every statement in the templates is used by some call", () => {
  const shipped = roles.flatMap(permissionsOf).filter(({ action }) => !usedByAws.has(action));
  const uses = allowed();
  const unused = shipped.filter(
    (permission) =>
      !wasUsed(permission, uses) &&
      !(permission.action === "s3:ListBucket" && learnedThatObjectIsMissing(permission, calls)),
  );

  expect([...new Set(unused.map(textOf))]).toEqual([]);
  expect(shipped.length).toBeGreaterThan(60);
});

/** Actions without a resource type (Service Authorization Reference), or on resources that are not known in advance. */
const withoutResource = new Set([
  ...[...usedByAws].filter((action) => /^(logs|xray):/.test(action)).map((action) => ` ${action}`),
  ...organizationActions.map((action) => `OrganizationRead ${action}`),
  "SesGetAccount ses:GetAccount",
  ...["GenerateCredentialReport", "GetCredentialReport", "ListUsers"].map(
    (action) => `IamReadAccount iam:${action}`,
  ),
]);

it("no policy uses a pattern of actions, or every resource for an action that can name one", () => {
  for (const { action, resource, sid } of roles.flatMap(permissionsOf)) {
    expect(action).not.toContain("*");
    if (resource === "*") expect(withoutResource).toContain(`${sid} ${action}`);
  }
});

const memberRoles = ["curfew-read", "curfew-deactivate"] as const;

/** Which hub roles may assume which member role. */
const trusted: Readonly<Record<(typeof memberRoles)[number], readonly string[]>> = {
  "curfew-read": [names.evaluateFunction],
  "curfew-deactivate": [names.deactivateFunction, names.restoreFunction],
};
const hubRoleNames = [
  names.schedulerFunction,
  names.evaluateFunction,
  names.planFunction,
  names.deactivateFunction,
  names.reportFunction,
  names.restoreFunction,
  names.approveFunction,
  names.deliveryFunction,
  names.stateMachineRole,
] as const;

it.each(
  memberRoles.flatMap((memberRole) =>
    hubRoleNames.filter((as) => !trusted[memberRole].includes(as)).map((as) => ({ as, memberRole })),
  ),
)("$memberRole refuses $as, whatever the policies of $as say", async ({ as, memberRole }) => {
  const role = cloud.identities.role(`arn:aws:iam::${hub.accountId}:role/${as}`);
  if (role === undefined) throw new Error(`no role ${as}`);
  const anything = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
  };
  cloud.identities.addRole({ ...role, identityPolicies: { anything } });
  const attempt = memberSession(cloud, { as, accountId: members[0], memberRole });

  await expect(attempt).rejects.toMatchObject({ name: "AccessDenied" });
  cloud.identities.addRole(role);
});

/** Deactivates a key in a session of a member role. */
async function deactivate(session: Omit<Parameters<typeof memberSession>[1], "accountId">): Promise<unknown> {
  const [accountId] = members;
  const iam = await memberSession(cloud, { ...session, accountId });
  const [AccessKeyId = ""] = [...(cloud.iam.of(accountId).findUser("fresh")?.keys.keys() ?? [])];
  return iam.send(new UpdateAccessKeyCommand({ UserName: "fresh", AccessKeyId, Status: "Inactive" }));
}

it("a session of curfew-read cannot change a key, with or without a session policy", async () => {
  const session = { as: names.evaluateFunction, memberRole: "curfew-read" };
  const sessionPolicy = sessionPolicyFor("read", "aws", members[0]);

  await expect(deactivate(session)).rejects.toMatchObject({ name: "AccessDenied" });
  await expect(deactivate({ ...session, sessionPolicy })).rejects.toMatchObject({ name: "AccessDenied" });
});

it("the read-only session policy forbids a change even if the role would allow it", async () => {
  const session = { as: names.deactivateFunction, memberRole: "curfew-deactivate" };
  const read = sessionPolicyFor("read", "aws", members[0]);
  const sessionPolicy = sessionPolicyFor("deactivate", "aws", members[0]);

  await expect(deactivate({ ...session, sessionPolicy: read })).rejects.toMatchObject({
    name: "AccessDenied",
  });
  await expect(deactivate({ ...session, sessionPolicy })).resolves.toBeDefined();
});

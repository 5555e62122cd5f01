import { IAMClient, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { beforeAll, expect, it } from "vitest";
import { sessionPolicyFor } from "../../functions/aws/session-policy.ts";
import { streamUp } from "../../functions/aws/stream-up.ts";
import { names } from "../../infra/cdk/names.ts";
import type { RoleRecord } from "../../infra/sandbox/cloud/identities.ts";
import type { AllowedBy, CallRecord } from "../../infra/sandbox/cloud/service.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { execute } from "../integration/started-execution.ts";
import { busyOrganization, everywhere, hub, members } from "./busy-organization.ts";
import { named, type Permission, permissionsOf, wasUsed } from "./shipped-permissions.ts";

/** What AWS asks for and no call of ours shows: services act by these permissions, not the functions. */
const notOurCalls = new Set([
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
  // S3 asks it of whoever reads an object that is not there, to say so: no call of its own.
  "s3:ListBucket",
  // Scheduler starts the execution and leaves dead letters; the Map starts, looks at and stops its children.
  "sqs:SendMessage",
  "states:StartExecution",
  "states:DescribeExecution",
  "states:StopExecution",
]);

let cloud: EmbeddedCloud;
const calls: CallRecord[] = [];
let roles: readonly RoleRecord[] = [];

beforeAll(async () => {
  const reportless = {
    // One account without a credential report, so that its users are listed.
    async before({
      operation,
      accountId,
      service,
    }: {
      operation: string;
      accountId: string;
      service: string;
    }) {
      if (service !== "iam" || operation !== "GenerateCredentialReport" || accountId !== members[1])
        return undefined;
      return { status: 400, headers: { "content-type": "text/xml" }, body: noReport };
    },
  };
  for (const wish of [
    { verified: "curfew@example.com", withPaths: true, interceptors: [reportless] },
    { verified: "example.com", withPaths: false },
  ]) {
    const organization = await busyOrganization(wish);
    cloud = organization.cloud;
    roles = cloud.identities.roles();
    const config = operatorConfig(cloud, hub.accountId, hub.region);
    const arn = organization.deployment.outputs.StateMachineArn ?? "";
    const first = await execute(config, arn, "first", {});
    expect(first.end).toMatchObject({ status: "SUCCEEDED" });
    // Whoever was told today has had notice enough by then.
    organization.clock.moveDays(11);
    const second = await execute(config, arn, "second", { accountIds: [...everywhere] });
    expect(second.end).toMatchObject({ status: "SUCCEEDED" });
    const third = await execute(config, arn, "third", restoreOf(cloud));
    expect(third.end).toMatchObject({ status: "SUCCEEDED" });
    if (wish.withPaths) await breakOffAnUpload(cloud);
    calls.push(...cloud.calls.all());
    if (wish.withPaths) await cloud.close();
  }
  return () => cloud.close();
});

/** An order to restore the key that the second run switched off. */
function restoreOf({ iam }: EmbeddedCloud): object {
  const [accountId] = members;
  const [accessKeyId] = [...(iam.of(accountId).findUser("over")?.keys.keys() ?? [])];
  return { restore: { accountId, accessKeyId, days: 1, reason: "the new key does not work" } };
}

const noReport =
  "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>no</Message></Error></ErrorResponse>";

/** A work list that is lost halfway: an Organization must be large for that, so the upload is made by hand. */
async function breakOffAnUpload({ identities, url }: EmbeddedCloud): Promise<void> {
  for (const [role, key] of [
    [names.schedulerFunction, "runs/2026-11-24/x/work-list.json"],
    [names.schedulerFunction, "runs/2026-11-24/x/left-out.jsonl"],
    [names.reportFunction, "runs/2026-11-24/x/report.csv"],
  ] as const) {
    const found = identities.role(`arn:aws:iam::${hub.accountId}:role/${role}`);
    if (found === undefined) throw new Error(`no role ${role}`);
    const credentials = identities.issueSession(found, "upload", 900);
    const s3 = new S3Client({ endpoint: url, region: hub.region, credentials: keysOf(credentials) });
    const bucket = `curfew-runs-${hub.accountId}-${hub.region}`;
    await expect(streamUp(s3, { bucket, key }, lostHalfway(), "text/plain")).rejects.toThrow("lost");
  }
}

async function* lostHalfway(): AsyncGenerator<string> {
  for (let piece = 0; piece < 6; piece += 1) yield "x".repeat(1024 * 1024);
  throw new Error("lost");
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken = "" }: ReturnType<EmbeddedCloud["operator"]>) {
  return { accessKeyId, secretAccessKey, sessionToken };
}

function allowed(): AllowedBy[] {
  return calls.flatMap(({ allowedBy }) => allowedBy);
}

it("every call of the functions is allowed by a policy that is shipped", () => {
  const refused = calls.filter(({ errorCode }) => /AccessDenied/.test(errorCode ?? ""));

  expect(
    refused.map(({ service, operation, principalArn }) => `${principalArn} ${service}:${operation}`),
  ).toEqual([]);
  expect(allowed().length).toBeGreaterThan(100);
});

it("every permission that is shipped is needed by some call", () => {
  const shipped: Permission[] = roles.flatMap(permissionsOf).filter(({ action }) => !notOurCalls.has(action));
  const spare = shipped.filter((permission) => !wasUsed(permission, allowed()));

  expect([...new Set(spare.map(named))]).toEqual([]);
  expect(shipped.length).toBeGreaterThan(40);
});

it("no policy names an action by a pattern, or everything where a name is possible", () => {
  for (const { action, resource, sid } of roles.flatMap(permissionsOf)) {
    expect(action).not.toContain("*");
    if (resource === "*") expect(mayBeOnEverything).toContain(`${sid} ${action}`);
  }
});

/** Actions that know no resource type (Service Authorization Reference), or whose resource nobody knows beforehand. */
const mayBeOnEverything = [
  ...[
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
  ].map((action) => ` ${action}`),
  ...[...notOurCalls].filter((action) => action.startsWith("logs:")).map((action) => ` ${action}`),
  ...[
    "DescribeAccount",
    "DescribeOrganizationalUnit",
    "ListAccounts",
    "ListAccountsForParent",
    "ListOrganizationalUnitsForParent",
    "ListRoots",
  ].map((action) => `ReadTheOrganization organizations:${action}`),
  "AskWhetherMailIsSent ses:GetAccount",
  ...["GenerateCredentialReport", "GetCredentialReport", "ListUsers"].map(
    (action) => `ReadTheAccount iam:${action}`,
  ),
];

it.each([names.schedulerFunction, names.reportFunction, "curfew-state-machine"])(
  "%s cannot assume the member role, whatever its own policies say",
  async (name) => {
    const role = cloud.identities.role(`arn:aws:iam::${hub.accountId}:role/${name}`);
    if (role === undefined) throw new Error(`no role ${name}`);
    const mighty = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
    };
    cloud.identities.addRole({ ...role, identityPolicies: { mighty } });
    const credentials = keysOf(cloud.identities.issueSession(role, "intruder", 900));
    const sts = new STSClient({ endpoint: cloud.url, region: hub.region, credentials });
    const RoleArn = `arn:aws:iam::${members[0]}:role/curfew-member`;
    const attempt = sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "intruder" }));

    await expect(attempt).rejects.toMatchObject({ name: "AccessDenied" });
    cloud.identities.addRole(role);
  },
);

it.each([
  { mode: "report", refused: true },
  { mode: "enforce", refused: false },
] as const)(
  "a session in $mode mode deactivates: refused is $refused, whatever the code does",
  async ({ mode, refused }) => {
    const worker = cloud.identities.role(`arn:aws:iam::${hub.accountId}:role/${names.workerFunction}`);
    if (worker === undefined) throw new Error("no worker role");
    const credentials = keysOf(cloud.identities.issueSession(worker, "worker", 900));
    const sts = new STSClient({ endpoint: cloud.url, region: hub.region, credentials });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${members[0]}:role/curfew-member`,
        RoleSessionName: "worker",
        Policy: JSON.stringify(sessionPolicyFor(mode, "aws", members[0])),
      }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const iam = new IAMClient({
      endpoint: cloud.url,
      region: hub.region,
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    });
    const [keyId = ""] = [...(cloud.iam.of(members[0]).findUser("fresh")?.keys.keys() ?? [])];
    const update = iam.send(
      new UpdateAccessKeyCommand({ UserName: "fresh", AccessKeyId: keyId, Status: "Inactive" }),
    );

    if (refused) await expect(update).rejects.toMatchObject({ name: "AccessDenied" });
    else await expect(update).resolves.toBeDefined();
  },
);

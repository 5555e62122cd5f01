import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readIdentityPolicy } from "../../infra/local/cloud/policy-document.ts";
import type { CallRecord } from "../../infra/local/cloud/service.ts";
import type { EmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { startOwnedAccounts } from "./owned-accounts.ts";

/** What the embedded cloud has no service for: AWS itself calls these, under the role of what it runs. */
const madeByAws = /^(logs|xray):/;

/** Allowed by the templates and not asked for by these runs: when each is. */
const neededElsewhere: Readonly<Record<string, string>> = {
  "curfew-report s3:AbortMultipartUpload": "where an upload in parts fails",
  "curfew-report s3:ListBucket": "no call: it makes S3 answer that an object is missing",
  "curfew-scheduler organizations:ListAccountsForParent": "the settings name units, and accounts lack Paths",
  "curfew-scheduler organizations:ListOrganizationalUnitsForParent": "likewise",
  "curfew-scheduler organizations:ListRoots": "likewise",
  "curfew-scheduler s3:AbortMultipartUpload": "where an upload in parts fails",
  "curfew-state-machine states:DescribeExecution": "AWS follows the children of a Distributed Map",
  "curfew-state-machine states:StartExecution": "AWS starts them",
  "curfew-state-machine states:StopExecution": "AWS stops them",
  "curfew-worker s3:ListBucket": "no call: it makes S3 answer that an object is missing",
};

/** The role of the schedule, whose name CloudFormation makes up. */
const scheduleRole = /^curfew-hub-SchedulerRole\w* (states:StartExecution|sqs:SendMessage)$/;

describe("the roles that the templates make", () => {
  let cloud: EmbeddedTestCloud;
  let calls: readonly CallRecord[] = [];

  beforeAll(async () => {
    const owned = await startOwnedAccounts(2);
    cloud = owned.cloud;
    const [first = "", second = ""] = cloud.accounts.members;
    // Without a report the last use of a key is asked for by itself.
    const report = { service: "iam", operation: "GenerateCredentialReport", accountId: second };
    cloud.embedded.throttle.setLimit(report, { rate: 0.001, burst: 0 });
    await cloud.run(80);
    await cloud.run(90);
    await cloud.run(91, { accountIds: [first], mode: "report" });
    calls = cloud.embedded.calls.all().filter(({ principalArn }) => principalArn.includes(":assumed-role/"));
  }, 60_000);
  afterAll(() => cloud?.close());

  it("are refused nothing in a run that goes well", () => {
    expect(calls.length).toBeGreaterThan(50);
    const refused = calls.filter(({ errorCode = "" }) => /denied|unauthorized/i.test(errorCode));
    expect(refused.map(describeCall)).toEqual([]);
  });

  it("allow each call by a statement that was deployed", () => {
    const { identities } = cloud.embedded;
    for (const call of calls)
      for (const { roleArn, policy, statement, action } of call.allowedBy) {
        const document = identities.role(roleArn)?.identityPolicies[policy];
        expect(document, describeCall(call)).toBeDefined();
        const statements = document === undefined ? [] : readIdentityPolicy(document, policy);
        expect(statements[statement]?.Action, describeCall(call)).toContain(action);
      }
    const unjudged = calls.filter(({ allowedBy }) => allowedBy.length === 0);
    expect(unjudged.map(describeCall)).toEqual([]);
  });

  it("allow nothing that no run asks for, but for what is named here with its reason", () => {
    const asked = new Set(
      calls.flatMap(({ allowedBy }) =>
        allowedBy.map(({ roleArn, action }) => `${nameOf(roleArn)} ${action}`),
      ),
    );
    const granted = cloud.embedded.identities
      .roles()
      .flatMap(({ arn, identityPolicies }) =>
        Object.entries(identityPolicies).flatMap(([name, document]) =>
          readIdentityPolicy(document, name).flatMap(({ Action = [] }) =>
            Action.map((action) => `${nameOf(arn)} ${action}`),
          ),
        ),
      );
    const spare = [...new Set(granted)].filter(
      (permission) =>
        !asked.has(permission) &&
        !madeByAws.test(permission.split(" ")[1] ?? "") &&
        !scheduleRole.test(permission),
    );
    expect(spare.sort()).toEqual(Object.keys(neededElsewhere).sort());
  });
});

function nameOf(roleArn: string): string {
  return roleArn.split("/").at(-1) ?? "";
}

function describeCall({ service, operation, principalArn, errorCode }: CallRecord): string {
  return `${principalArn} ${service}:${operation} ${errorCode ?? ""}`;
}

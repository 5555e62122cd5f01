import { expect, it } from "vitest";
import type { Settings } from "../../../../infra/cdk/settings.ts";
import { type BeforeDeployFacts, checkBeforeDeploy } from "../../../../infra/cli/doctor/before-deploy.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/sample-settings.ts";

const settings = sampleSettings();
const rollout: Settings["rollout"] = {
  method: "stackset",
  organizationalUnits: ["r-a1b2"],
  callAs: "self",
  roles: "both",
};

/** An Organization in which everything is ready, with the changes of a test. */
function facts(more: Partial<BeforeDeployFacts> = {}): BeforeDeployFacts {
  return {
    settings: { ...settings, rollout },
    caller: { accountId: settings.hub.accountId, region: settings.hub.region },
    isBootstrapped: { answer: true },
    managementAccountId: { answer: settings.organization.managementAccountId },
    trustsStackSets: { answer: true },
    delegationPolicy: { answer: undefined },
    mayListAccounts: { answer: false },
    sender: { answer: { rate: 14 } },
    isSesSandbox: { answer: false },
    lambdaConcurrency: { answer: 1_000 },
    isRegionEnabled: { answer: true },
    ...more,
  };
}

const about = (check: string, more: Partial<BeforeDeployFacts>) =>
  checkBeforeDeploy(facts(more)).filter((finding) => finding.check === check);

it("finds no problem if everything is ready", () => {
  expect(checkBeforeDeploy(facts()).filter(({ state }) => state !== "ok")).toEqual([]);
});

it.each([
  [
    "CDK bootstrap",
    { isBootstrapped: { answer: false } },
    "npx cdk bootstrap aws://100000000002/eu-central-1",
  ],
  ["StackSets", { trustsStackSets: { answer: false } }, "aws cloudformation activate-organizations-access"],
  [
    "Sender",
    { sender: { answer: { problem: "no identity" } } },
    "aws sesv2 create-email-identity --region eu-central-1 --email-identity example.com",
  ],
  ["Region", { isRegionEnabled: { answer: false } }, "aws account enable-region --region-name eu-central-1"],
] satisfies [string, Partial<BeforeDeployFacts>, string][])(
  "reports a missing %s as a problem, with the command that fixes it",
  (check, more, command) => {
    expect(about(check, more)).toMatchObject([{ state: "problem", command }]);
  },
);

it("bootstraps with the qualifier and the tags of the settings", () => {
  const own: BeforeDeployFacts["settings"] = {
    ...settings,
    hub: { ...settings.hub, bootstrapQualifier: "cloud1" },
    tags: { team: "cloud", "cost center": "4711" },
  };

  expect(about("CDK bootstrap", { settings: own, isBootstrapped: { answer: false } })).toMatchObject([
    {
      command:
        'npx cdk bootstrap aws://100000000002/eu-central-1 --qualifier cloud1 --tags "team=cloud" --tags "cost center=4711"',
    },
  ]);
});

it("compares the concurrency of Lambda with maxConcurrency and a reserve", () => {
  const needed = settings.maxConcurrency + 10;

  expect(about("Lambda concurrency", { lambdaConcurrency: { answer: needed } })).toMatchObject([
    { state: "ok" },
  ]);
  expect(about("Lambda concurrency", { lambdaConcurrency: { answer: needed - 1 } })).toMatchObject([
    { state: "problem", command: expect.stringContaining("L-B99A9384") },
  ]);
});

it("warns of the SES sandbox, in which report mode still works", () => {
  expect(about("SES access", { isSesSandbox: { answer: true } })).toMatchObject([
    {
      state: "warning",
      finding: expect.stringContaining("only report mode works"),
      command: expect.stringContaining("put-account-details"),
    },
  ]);
});

it("reports a delegation policy that is not in the settings, because there can be only one", () => {
  const foreign = { delegationPolicy: { answer: '{"Principal":"999999999999"}' } };
  const own = { delegationPolicy: { answer: `{"Principal":"${settings.hub.accountId}"}` } };
  const existing = {
    settings: {
      ...settings,
      organization: { ...settings.organization, delegationPolicy: "existing" as const },
    },
  };

  expect(about("Delegation policy", foreign)).toMatchObject([{ state: "problem" }]);
  expect(about("Delegation policy", own)).toMatchObject([{ state: "ok" }]);
  expect(about("Delegation policy", { ...existing, ...foreign })).toMatchObject([{ state: "problem" }]);
  expect(about("Delegation policy", { ...existing, ...own })).toMatchObject([{ state: "ok" }]);
  // A delegated administrator of an AWS service may list the accounts without any policy.
  expect(
    about("Delegation policy", { ...existing, ...foreign, mayListAccounts: { answer: true } }),
  ).toMatchObject([{ state: "ok" }]);
});

it("names the command for the management account if only that account may make the call", () => {
  const denied = { failed: "AccessDeniedException: no" };

  expect(about("Delegation policy", { delegationPolicy: denied })).toMatchObject([
    { state: "unknown", command: "aws organizations describe-resource-policy --profile management" },
  ]);
  expect(about("StackSets", { trustsStackSets: denied })).toMatchObject([
    {
      state: "unknown",
      command: "aws organizations list-aws-service-access-for-organization --profile management",
    },
  ]);
});

it("reports credentials of another account, and a wrong management account", () => {
  const caller = { accountId: "999999999999", region: "eu-central-1" };

  expect(about("Hub", { caller })).toMatchObject([{ state: "problem" }]);
  expect(about("Organization", { managementAccountId: { answer: "999999999999" } })).toMatchObject([
    { state: "problem" },
  ]);
});

it("reports a check that got no answer, and makes the others anyway", () => {
  const findings = checkBeforeDeploy(facts({ trustsStackSets: { failed: "AccessDeniedException: no" } }));

  expect(findings.find(({ check }) => check === "StackSets")).toMatchObject({ state: "unknown" });
  expect(findings.filter(({ state }) => state === "ok").length).toBe(findings.length - 1);
});

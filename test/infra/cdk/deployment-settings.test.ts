import { expect, it } from "vitest";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { readSettings } from "../../../infra/cdk/settings.ts";
import { byStackSet, settingsWith, writtenSettings } from "../../support/deployment-fixture.ts";

/** What the reader complains about. */
function issuesOf(sections: Record<string, unknown>): readonly string[] {
  try {
    readSettings(writtenSettings(sections), "settings.yaml");
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues;
    throw error;
  }
  return [];
}

it("rolls out by hand and creates the delegation policy where the file says nothing else", () => {
  const { rollout, organization, operations } = settingsWith();

  expect(rollout).toEqual({ method: "manual" });
  expect(organization.delegationPolicy).toBe("create");
  expect(operations.runbookUrl).toBe("docs/runbook.md");
});

it("takes a StackSet rollout from the management account unless told otherwise", () => {
  expect(settingsWith({ rollout: byStackSet }).rollout).toEqual({ ...byStackSet, callAs: "self" });
});

it.each([
  ["an unknown method", { rollout: { method: "terraform" } }, /^rollout\.method: .*"stackset" or "manual"/],
  ["no method", { rollout: {} }, /^rollout\.method: .*"stackset" or "manual"/],
  [
    "a StackSet without units",
    { rollout: { method: "stackset", organizationalUnits: [] } },
    /^rollout\.organizationalUnits: .*at least one/,
  ],
  [
    "an account where a unit belongs",
    { rollout: { ...byStackSet, organizationalUnits: ["r-a1b2", "111122223333"] } },
    /^rollout\.organizationalUnits\[1\]: .*ou-a1b2-12345678/,
  ],
  [
    "units for a rollout by hand",
    { rollout: { ...byStackSet, method: "manual" } },
    /^rollout: .*organizationalUnits/,
  ],
  ["a wrong caller", { rollout: { ...byStackSet, callAs: "SELF" } }, /^rollout\.callAs: .*"delegatedAdmin"/],
  [
    "a runbook address that has an anchor already",
    { operations: { runbookUrl: "https://example.com/runbook#top" } },
    /^operations\.runbookUrl: .*without an anchor/,
  ],
  [
    "a wrong delegation policy",
    { organization: { id: "o-exampleorg1", managementAccountId: "111122223333", delegationPolicy: true } },
    /^organization\.delegationPolicy: .*"create" or "existing"/,
  ],
  [
    "a Region of a partition that it does not know",
    { hub: { accountId: "444455556666", region: "us-iso-east-1" } },
    /^hub\.region: .*aws, aws-us-gov or aws-cn/,
  ],
  [
    "a member role that is called like a role of the hub",
    { memberRole: { name: "curfew-worker" } },
    /^memberRole\.name: .*another name/,
  ],
  [
    "mail from another partition",
    { hub: { accountId: "444455556666", region: "us-gov-west-1" } },
    /^mail\.region: .*aws-us-gov/,
  ],
  [
    "a rollout into another partition",
    { rollout: { ...byStackSet, region: "cn-north-1" } },
    /^rollout\.region: .*partition, aws/,
  ],
])("names the field for %s", (_, sections, issue) => {
  expect(issuesOf(sections)).toEqual([expect.stringMatching(issue)]);
});

import { expect, it } from "vitest";
import { approvalEnd, isApprovable } from "../../../functions/domain/approval.ts";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { readSettings } from "../../../infra/cdk/settings.ts";
import { byStackSet, settingsWith, writtenSettings } from "../../support/deployment-fixture.ts";

/** The problems that the reader reports. */
function issuesOf(sections: Record<string, unknown>): readonly string[] {
  try {
    readSettings(writtenSettings(sections), "settings.yaml");
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues;
    throw error;
  }
  return [];
}

const hub = { accountId: "444455556666", region: "eu-central-1" };
const mail = Object(writtenSettings().mail);

it("keeps a plan until the last day of its latest approval", () => {
  const planned = "2026-11-01";
  const approvedLast = addDays(planned, 7);

  expect([isApprovable(planned, approvedLast), isApprovable(planned, addDays(planned, 8))]).toEqual([
    true,
    false,
  ]);
  const { reportRetentionDays } = settingsWith({ reportRetentionDays: 67 });
  expect(addDays(planned, reportRetentionDays)).toBe(approvalEnd(approvedLast));
});

it("fills in defaults", () => {
  const settings = settingsWith();

  expect(settings.rollout).toEqual({ method: "manual", roles: "both" });
  expect(settings.organization.delegationPolicy).toBe("create");
  expect(settings.operations).toEqual({ runbookUrl: "docs/runbook.md", chatTopic: false });
  expect(settings.memberRoles).toEqual({ read: "curfew-read", deactivate: "curfew-deactivate" });
  expect(settings.mail).toMatchObject({ configurationSet: "create", displayName: "Curfew" });
});

it("creates a StackSet with both roles in the management account by default", () => {
  expect(settingsWith({ rollout: byStackSet }).rollout).toEqual({
    ...byStackSet,
    callAs: "self",
    roles: "both",
  });
});

it.each([
  "Europe/Berlin",
  "Asia/Kolkata",
  "Asia/Calcutta",
  "Etc/UTC",
  "Etc/GMT+5",
  "UTC",
  "Europe/Kyiv",
  "America/Argentina/Buenos_Aires",
])("accepts the time zone %s", (timeZone) => {
  expect(issuesOf({ schedule: { time: "09:00", timeZone, enabled: true } })).toEqual([]);
});

it.each([
  ["europe/berlin", '; did you mean "Europe/Berlin"?'],
  ["Europe/Berln", '; did you mean "Europe/Berlin"?'],
  ["+02:00", ""],
  ["Europe/Bonn", ""],
])("refuses the time zone %s, which Scheduler does not know", (timeZone, hint) => {
  expect(issuesOf({ schedule: { time: "09:00", timeZone, enabled: true } })).toEqual([
    `schedule.timeZone: expected an IANA time zone like Europe/Berlin, got "${timeZone}"${hint}`,
  ]);
});

it("writes the sender's domain as IAM compares it, and does not change the part before the @", () => {
  expect(settingsWith({ mail: { ...mail, sender: "Curfew@Example.COM" } }).mail.sender).toBe(
    "Curfew@example.com",
  );
});

it.each([
  ["eu-central-1", "eu-central-1"],
  ["us-gov-east-1", "us-gov-east-1"],
  ["ap-southeast-4", "us-east-1"],
  ["xx-north-9", "us-east-1"],
])("calls STS for a hub in %s in %s, which is active in every account", (region, stsRegion) => {
  const settings = settingsWith({ hub: { ...hub, region }, mail: { ...mail, region } });

  expect(settings.hub.stsRegion).toBe(stsRegion);
});

it("calls STS in the Region of the settings", () => {
  expect(settingsWith({ hub: { ...hub, stsRegion: "eu-west-1" } }).hub.stsRegion).toBe("eu-west-1");
});

it.each([
  ["cn-north-1", /SES is not offered there/],
  ["eusc-de-east-1", /European Sovereign Cloud/],
  ["us-iso-east-1", /aws-iso: it was never tried/],
  ["us-isob-east-1", /aws-iso-b: it was never tried/],
])("refuses a hub in %s with the reason", (region, reason) => {
  const issues = issuesOf({ hub: { ...hub, region }, mail: { ...mail, region } });

  expect(issues).toEqual([expect.stringMatching(/^hub\.region: /), expect.stringMatching(/^mail\.region: /)]);
  expect(issues[0]).toMatch(reason);
});

it.each([
  ["an unknown method", { rollout: { method: "terraform" } }, /^rollout\.method: .*"stackset" or "manual"/],
  ["no method", { rollout: {} }, /^rollout\.method: .*"stackset" or "manual"/],
  [
    "a StackSet without OUs",
    { rollout: { method: "stackset", organizationalUnits: [] } },
    /^rollout\.organizationalUnits: .*at least one/,
  ],
  [
    "an account instead of an OU",
    { rollout: { ...byStackSet, organizationalUnits: ["r-a1b2", "111122223333"] } },
    /^rollout\.organizationalUnits\[1\]: .*ou-a1b2-12345678/,
  ],
  [
    "OUs for a rollout by hand",
    { rollout: { ...byStackSet, method: "manual" } },
    /^rollout: .*organizationalUnits/,
  ],
  [
    "plans that expire before an approval of them ends",
    { reportRetentionDays: 66 },
    /^reportRetentionDays: expected at least 67 days: an approval needs its plan/,
  ],
  ["a wrong caller", { rollout: { ...byStackSet, callAs: "SELF" } }, /^rollout\.callAs: .*"delegatedAdmin"/],
  [
    "enforce mode without the role that deactivates",
    { mode: "enforce", rollout: { method: "manual", roles: "read" } },
    /^rollout\.roles: expected "both": .*, got "read"$/,
  ],
  [
    "an override in enforce mode without the role that deactivates",
    {
      overrides: [{ organizationalUnits: ["r-a1b2"], mode: "enforce" }],
      rollout: { method: "manual", roles: "read" },
    },
    /^rollout\.roles: expected "both"/,
  ],
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
  ["a member role with a hub role's name", { memberRoles: { read: "curfew-plan" } }, /^memberRoles\.read: /],
  [
    "a member role whose name differs from a hub role's in case only",
    { memberRoles: { deactivate: "Curfew-Plan" } },
    /^memberRoles\.deactivate: Curfew-Plan is a role of the hub/,
  ],
  [
    "more days than S3 takes in a lifecycle rule",
    { reportRetentionDays: 3_000_000_000 },
    /^reportRetentionDays: expected at most 36,500 days/,
  ],
  [
    "one name for both member roles",
    { memberRoles: { read: "x", deactivate: "X" } },
    /^memberRoles\.deactivate: expected another name/,
  ],
  [
    "a configuration set that is neither created nor named",
    { mail: { ...mail, configurationSet: "mine" } },
    /^mail\.configurationSet: expected "create" or the name of yours, as \{ existing: /,
  ],
  [
    "mail from another partition",
    { hub: { ...hub, region: "us-gov-west-1" } },
    /^mail\.region: expected a Region of the hub's partition, aws-us-gov, got "eu-central-1"$/,
  ],
  [
    "an STS Region of another partition",
    { hub: { ...hub, stsRegion: "us-gov-west-1" } },
    /^hub\.stsRegion: expected a Region of the hub's partition, aws,/,
  ],
  [
    "a permissions boundary of another account",
    { hub: { ...hub, permissionsBoundary: "arn:aws:iam::111122223333:policy/b" } },
    /^hub\.permissionsBoundary: expected a policy in the hub account, 444455556666,/,
  ],
  [
    "a permissions boundary of another partition",
    { hub: { ...hub, permissionsBoundary: "arn:aws-us-gov:iam::444455556666:policy/b" } },
    /^hub\.permissionsBoundary: expected a policy of the hub's partition, aws,/,
  ],
  ["tags in a list", { tags: ["team"] }, /^tags: expected tags like \{ team: cloud \}, got a list/],
  ["a tag that AWS keeps to itself", { tags: { "aws:x": "y" } }, /^tags.*does not begin with aws:/],
  ["such a tag in other letters", { tags: { "AWS:x": "y" } }, /^tags.*does not begin with aws:/],
  ["a tag key that a StackSet refuses", { tags: { "team@example": "y" } }, /^tags.*expected a tag key/],
  ["a tag without a value, which stacks refuse", { tags: { team: "" } }, /^tags\.team: expected a tag value/],
  [
    "tags that are one for IAM",
    { tags: { team: "cloud", Team: "web" } },
    /^tags\.Team: differs from team in case only, and IAM refuses both on one role/,
  ],
  [
    "more tags than a resource can have",
    { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, "x"])) },
    /^tags: expected at most 50 tags, got 51/,
  ],
  [
    "a bootstrap qualifier that no bucket can be named by",
    { hub: { ...hub, bootstrapQualifier: "Curfew1" } },
    /^hub\.bootstrapQualifier: expected 1 to 10 lower-case letters/,
  ],
  [
    "an ARN instead of the name of the boundary in member accounts",
    { memberRoles: { permissionsBoundary: "arn:aws:iam::111122223333:policy/my boundary" } },
    /^memberRoles\.permissionsBoundary: expected the name of a managed policy/,
  ],
])("names the field for %s", (_, sections, issue) => {
  expect(issuesOf(sections)).toEqual([expect.stringMatching(issue)]);
});

import { expect, it } from "vitest";
import { settingsWarnings } from "../../../infra/cdk/settings-warnings.ts";
import { byStackSet, settingsWith, writtenSettings } from "../../support/deployment-fixture.ts";

function warningsAt(time: string, timeZone: string): string[] {
  return settingsWarnings(settingsWith({ schedule: { time, timeZone, enabled: true } }));
}

it("has no warning for a schedule whose local day is the UTC day", () => {
  expect(warningsAt("09:00", "Europe/Berlin")).toEqual([]);
});

it.each([
  ["08:00", "Asia/Tokyo", "23:00 UTC of the day before."],
  ["20:00", "America/New_York", "01:00 or 00:00 UTC of the day after."],
  ["05:00", "Asia/Kolkata", "23:30 UTC of the day before."],
])("warns that %s in %s is on another UTC day", (time, timeZone, says) => {
  expect(warningsAt(time, timeZone)[0]).toContain(`schedule: ${time} in ${timeZone} is ${says}`);
});

it("warns of a run that starts so late that its UTC day ends before its deactivations", () => {
  expect(warningsAt("23:30", "UTC")).toEqual([expect.stringContaining("shortly before the UTC day ends")]);
  expect(warningsAt("20:00", "UTC")).toEqual([]);
});

it("warns if the last notice comes so late that keys are deactivated after the day of the stage", () => {
  const late =
    "names day 100, because minimumNoticeDays is 20. Keys of the user type employee are deactivated then, not on day 90.";

  expect(settingsWarnings(settingsWith({ minimumNoticeDays: 10 }))).toEqual([]);
  expect(settingsWarnings(settingsWith({ minimumNoticeDays: 20 }))).toEqual([
    `stages: the notice of day 80 ${late}`,
  ]);
});

it("warns of the same in the stages of an override", () => {
  const stages = [
    { day: 30, actions: { employee: "notify", machine: "notify" } },
    { day: 36, actions: { employee: "deactivate" } },
  ];
  const overrides = [{ accounts: ["555566667777"], stages }];

  expect(settingsWarnings(settingsWith({ overrides }))).toEqual([
    expect.stringMatching(/^overrides\[0\]\.stages: the notice of day 30 names day 40/),
  ]);
});

it("says in which Region it calls STS for a hub in an opt-in Region, and why", () => {
  const region = "ap-southeast-4";
  const warnings = (hub: object) =>
    settingsWarnings(settingsWith({ hub: { accountId: "444455556666", region, ...hub } }));

  expect(warnings({})).toEqual([
    expect.stringMatching(/^hub\.region: ap-southeast-4 is an opt-in Region\..*STS in us-east-1, because/),
  ]);
  expect(warnings({ stsRegion: region })[0]).toContain("enable it in every member account");
});

it("warns of an opt-in Region of STS or of the StackSet, also if the hub's Region is active everywhere", () => {
  const optIn = "ap-southeast-4";
  const hub = { accountId: "444455556666", region: "eu-central-1" };

  expect(settingsWarnings(settingsWith({ hub: { ...hub, stsRegion: optIn } }))).toEqual([
    expect.stringMatching(/^hub\.stsRegion: ap-southeast-4 is an opt-in Region\./),
  ]);
  expect(settingsWarnings(settingsWith({ hub, rollout: { ...byStackSet, region: optIn } }))).toEqual([
    expect.stringMatching(/^rollout\.region: ap-southeast-4 is an opt-in Region\./),
  ]);
  expect(settingsWarnings(settingsWith({ hub, rollout: { ...byStackSet, region: "us-east-1" } }))).toEqual(
    [],
  );
});

it("names a Region that is probably mistyped, and warns of nothing else about it", () => {
  const mail = { ...Object(writtenSettings().mail), region: "eu-centrl-1" };

  expect(settingsWarnings(settingsWith({ mail }))).toEqual([
    'mail.region: eu-centrl-1 is a Region that this version does not know; did you mean "eu-central-1"?',
  ]);
});

it.each([
  ["eu-west-1", []],
  ["us-gov-east-1", []],
  ["ap-southeast-4", [expect.stringMatching(/^mail\.region: AWS did not offer SES in ap-southeast-4/)]],
])("warns of a mail Region in which SES is not offered: %s", (region, expected) => {
  const mail = { ...Object(writtenSettings().mail), region };
  const hub = { accountId: "444455556666", region: region.startsWith("us-gov") ? region : "eu-central-1" };

  expect(settingsWarnings(settingsWith({ hub, mail }))).toEqual(expected);
});

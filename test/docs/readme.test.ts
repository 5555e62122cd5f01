import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { claimLeaseMilliseconds } from "../../functions/aws/ledger-claims.ts";
import { limitDays, mostMailingDays } from "../../functions/domain/mail-limit.ts";
import { maxOwners } from "../../functions/domain/recipients.ts";
import { policyDefaults } from "../../infra/cdk/policy-defaults.ts";
import { sampleOrganization } from "../../infra/sandbox/sample/sample-organization.ts";
import { runInputSchema } from "../../statemachine/run.ts";
import { tableBelow } from "../support/markdown.ts";

const page = readFileSync(new URL("../../README.md", import.meta.url), "utf8").replace(/\s+/g, " ");
const lines = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

it("states the days of the delivered settings", () => {
  const [first, second, last] = policyDefaults.stages.map(({ day }) => day);
  const { minimumNoticeDays, noticeValidDays, remindEveryDays, maxExemptionDays } = policyDefaults;

  expect(page).toContain(`notifies the owner on day ${first} and day ${second} of a key's life`);
  expect(page).toContain(`deactivates an employee's key on day ${last}`);
  expect(page).toContain(`on days ${first}, ${second} and ${last}, and then every ${remindEveryDays} days`);
  expect(page).toContain(`current owner, at least ${minimumNoticeDays} days before`);
  expect(page).toContain(`\`minimumNoticeDays\` (${minimumNoticeDays})`);
  expect(page).toContain(`\`noticeValidDays\` (${noticeValidDays})`);
  expect(page).toContain(`At most ${maxExemptionDays} days ahead`);
});

it("states the limits that no setting changes", () => {
  expect(page).toContain(`up to ${maxOwners} addresses`);
  expect(page).toContain(`on at most ${mostMailingDays} of any ${limitDays} days`);
  expect(page).toContain(`A claim counts as abandoned after ${claimLeaseMilliseconds / 1000} seconds`);
});

it("names the tags and the user types of the delivered settings", () => {
  const tags = tableBelow(lines, "The tags of an IAM user");
  const { email, userType, exempt } = policyDefaults.tagNames;
  const [, [, types = ""] = []] = tags;

  expect(tags.map(([name]) => name)).toEqual([email, userType, exempt].map((name) => `\`${name}\``));
  for (const { tagValues } of Object.values(policyDefaults.userTypes))
    expect(types).toContain(`\`${tagValues[0]}\``);
});

it("lists every field of the run input", () => {
  const fields = tableBelow(lines, "The run input").flatMap(
    ([field = ""]) => /`(\w+)`/.exec(field)?.[1] ?? [],
  );

  expect(fields.toSorted()).toEqual(Object.keys(runInputSchema.shape).toSorted());
});

it("says how many accounts the sample has, and how many of them a run lists", () => {
  const { accounts } = sampleOrganization();
  const usable = accounts.filter(({ state }) => state === "ACTIVE");

  expect(page).toContain(`${accounts.length} accounts in nested OUs`);
  expect(page).toContain(`a table of ${usable.length} accounts`);
});

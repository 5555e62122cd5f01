import { expect, it } from "vitest";
import { metricsDimension } from "../../functions/domain/run-metric.ts";
import { names } from "../../infra/cdk/names.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

/** The values of the dimension in the metric lines that a function has written. */
function dimensionsOf(lines: readonly string[]): unknown[] {
  return lines.filter((line) => line.includes('"_aws"')).map((line) => JSON.parse(line)[metricsDimension]);
}

it("deactivates in the one enforced OU only, and counts such a run as an enforcing one", async ({
  onTestFinished,
}) => {
  const overrides = [{ organizationalUnits: ["ou-test-production"], mode: "enforce" }];
  const cloud = await startEmbeddedTestCloud({ members: 1, settings: { mode: "report", overrides } });
  onTestFinished(() => cloud.close());
  const [inside = ""] = cloud.accounts.members;
  const outside = cloud.accounts.hub;
  const keys = new Map<string, string>();
  for (const account of [inside, outside]) {
    const tags = { email: `owner-${account}@example.com`, UserType: "employee" };
    await cloud.createUser(account, { userName: "owner", tags });
    keys.set(account, await cloud.createKey(account, "owner"));
  }
  const statusIn = (account: string) => cloud.keyStatus(account, "owner", keys.get(account) ?? "none");

  const runs = [await cloud.run(80), await cloud.run(90)];

  expect(runs.map(({ status, summary }) => [status, summary?.run.mode])).toEqual([
    ["SUCCEEDED", "enforce"],
    ["SUCCEEDED", "enforce"],
  ]);
  expect([await statusIn(inside), await statusIn(outside)]).toEqual(["Inactive", "Active"]);
  expect(cloud.mails().filter(({ to }) => to === `owner-${outside}@example.com`)).toEqual([]);
  const lines = cloud.embedded.functions.logs(names.reportFunction);
  expect(dimensionsOf(lines)).toEqual(["enforce", "enforce"]);
});

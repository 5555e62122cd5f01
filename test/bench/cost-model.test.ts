import { expect, it } from "vitest";
import { monthlyCost } from "./cost-model.ts";
import type { Usage } from "./results.ts";

/** A run over ten accounts that used as much of everything as accounts, twice the transitions, and a GB of S3. */
const usage: Usage = {
  accounts: 10,
  transitions: 20,
  childExecutions: 10,
  invocations: 10,
  gbSeconds: 30,
  writeUnits: 10,
  readUnits: 10,
  s3Puts: 10,
  s3Gets: 10,
  mails: 10,
  events: 10,
  logBytes: 0,
  runBytes: 1024 ** 3,
  accountCalls: 10,
  calls: 10,
};

function dollarsFor(what: string, accounts: number): number | undefined {
  return monthlyCost(usage, accounts).lines.find((line) => line.what === what)?.dollars;
}

it("charges thirty days of what an account used, for every account", () => {
  expect(dollarsFor("Step Functions: transitions", 1_000)).toBeCloseTo(2 * 1_000 * 30 * 0.000025);
  expect(dollarsFor("Lambda: GB-seconds", 1_000)).toBeCloseTo(3 * 1_000 * 30 * 0.0000133334);
  expect(dollarsFor("SES: mails", 50_000)).toBeCloseTo(150);
});

it("charges for reports as long as they are kept", () => {
  expect(dollarsFor("S3: GB kept for 400 days", 10)).toBeCloseTo(400 * 0.023);
});

it("adds up its lines, and takes off no more than what is free", () => {
  const { lines, dollars, dollarsAfterFreeTier } = monthlyCost(usage, 10);
  const free = ["Step Functions: transitions", "Lambda: GB-seconds", "Lambda: invocations"];
  const charged = lines.filter(({ what }) => !free.includes(what)).map((line) => line.dollars);

  expect(dollars).toBeCloseTo(lines.reduce((sum, line) => sum + line.dollars, 0));
  expect(dollarsAfterFreeTier).toBeCloseTo(charged.reduce((sum, one) => sum + one, 0));

  const large = monthlyCost(usage, 100_000);
  const freeWorth = 4_000 * 0.000025 + 400_000 * 0.0000133334 + 1_000_000 * 0.0000002;
  expect(large.dollars - large.dollarsAfterFreeTier).toBeCloseTo(freeWorth);
});

import { expect, it } from "vitest";
import { claimsOf } from "./must-hold.ts";
import type { AccountFigures, BenchResults, ExecutionFigures, Usage } from "./results.ts";

const nothing: BenchResults = {
  quick: false,
  circumstances: {},
  accounts: [],
  organizations: [],
  startUp: [],
  costRuns: [],
  fanOut: [],
  paced: [],
};

/** Each figure is exactly what must hold. */
const account: AccountFigures = {
  users: 5_000,
  repetitions: 1,
  sequentialRepetitions: 1,
  changedUsers: 50,
  dueKeys: 35,
  firstRun: { calls: 5_000, seconds: 30 },
  quietDay: { calls: 4, seconds: 5 },
  steadyDay: { calls: 300, seconds: 20 },
  reportWaitSeconds: 5,
  sequential: { calls: 15_000, seconds: 400 },
  workerPeakMb: 200,
};

function failing(results: Partial<BenchResults>): string[] {
  return claimsOf({ ...nothing, ...results })
    .filter(({ holds }) => !holds)
    .map(({ claim }) => claim);
}

it("compares a steady day of 5,000 users with the sequential listing, in calls and in time", () => {
  const { steadyDay } = account;

  expect(failing({ accounts: [account] })).toEqual([]);
  expect(failing({ accounts: [{ ...account, steadyDay: { ...steadyDay, calls: 301 } }] })).toEqual([
    "a steady day at 5,000 users needs at least 50 times fewer calls",
  ]);
  expect(failing({ accounts: [{ ...account, steadyDay: { ...steadyDay, seconds: 20.1 } }] })).toEqual([
    "a steady day at 5,000 users is at least 20 times faster",
  ]);
});

/** Everything that counts, ten times as much of it as there are accounts. */
function organization(accounts: number, used: Partial<Usage>) {
  const tenfold = 10 * accounts;
  const counts = { calls: tenfold, accountCalls: tenfold, transitions: tenfold, invocations: tenfold };
  const steadyDay = execution({ accounts, ...counts, ...used });
  return { accounts, firstRun: steadyDay, steadyDay, peakMemoryMb: { scheduler: 1, worker: 1, report: 1 } };
}

it.each(["calls", "accountCalls", "transitions", "invocations"] as const)(
  "lets %s an account grow by a fifth in a larger Organization, and no more",
  (figure) => {
    const small = organization(100, {});
    const grown = (by: number) => organization(10_000, { [figure]: 120_000 + by });

    expect(failing({ organizations: [small, grown(0)] })).toEqual([]);
    expect(failing({ organizations: [small, grown(1)] })[0]).toMatch(
      /^\w+( in accounts)? an account have grown by at most 20 % at 10,000 accounts$/,
    );
  },
);

it("lets the dollars an account grow by a fifth, whatever they are spent on", () => {
  const small = organization(100, { mails: 100_000 });

  expect(failing({ organizations: [small, organization(10_000, { mails: 11_900_000 })] })).toEqual([]);
  expect(failing({ organizations: [small, organization(10_000, { mails: 12_100_000 })] })).toEqual([
    "dollars, GB-seconds aside, an account have grown by at most 20 % at 10,000 accounts",
  ]);
});

it("wants a throttled account enforced with less than one call in twenty refused", () => {
  const paced = {
    users: 5_000,
    callsPerSecond: 10,
    seconds: 500,
    calls: 5_000,
    throttled: 249,
    outcome: "enforced",
  };

  expect(failing({ paced: [paced] })).toEqual([]);
  expect(failing({ paced: [{ ...paced, throttled: 250 }] })).toHaveLength(1);
  expect(failing({ paced: [{ ...paced, outcome: "incomplete" }] })).toHaveLength(1);
});

it("wants each function within its memory", () => {
  const report = {
    function: "curfew-report",
    accounts: 50_000,
    seconds: 70,
    peakMemoryMb: 1_000,
    memoryMb: 1_024,
  };

  expect(failing({ fanOut: [report] })).toEqual([]);
  expect(failing({ fanOut: [{ ...report, peakMemoryMb: 1_024 }] })).toHaveLength(1);
  expect(failing({ fanOut: [{ ...report, failure: "EntityTooLarge" }] })).toHaveLength(1);
});

function execution(used: Partial<Usage>): ExecutionFigures {
  const none = {
    accounts: 1,
    transitions: 1,
    childExecutions: 1,
    invocations: 1,
    gbSeconds: 1,
    writeUnits: 0,
  };
  const more = { readUnits: 1, s3Puts: 1, s3Gets: 1, mails: 0, events: 0, logBytes: 0, runBytes: 0 };
  return { seconds: 1, usage: { ...none, ...more, accountCalls: 1, calls: 1, ...used } };
}

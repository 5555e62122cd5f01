import { expect, it } from "vitest";
import type { Decision } from "../../../functions/domain/decision.ts";
import { policy } from "../domain/policy-fixture.ts";
import { reporter } from "./report-fixture.ts";
import { account, accountResult, keyResult } from "./result-fixture.ts";

const dueOn = (on: string, what: "notify" | "deactivate"): Partial<Decision> => ({ next: { on, what } });

async function reportOver(...accounts: readonly Partial<Decision>[][]) {
  const { summarize, report } = await reporter({
    accounts: accounts.map((_, index) => account(index + 1)),
    results: accounts.map((decisions, index) =>
      accountResult(index + 1, { results: decisions.map((decision) => keyResult(decision)) }),
    ),
  });
  await summarize();
  return report();
}

it("counts the active keys of each age over all accounts, the youngest first", async () => {
  const { ages } = await reportOver(
    [{ age: 90 }, { age: 3 }, { age: 500, verdict: "notActive" }],
    [{ age: 90, verdict: "withheld" }, { age: 0 }, { age: 12, verdict: "told" }],
  );

  expect(ages).toEqual([
    { age: 0, keys: 1 },
    { age: 3, keys: 1 },
    { age: 12, keys: 1 },
    { age: 90, keys: 2 },
  ]);
});

it("adds up by day what comes next, and says in which accounts", async () => {
  const { upcoming } = await reportOver(
    [dueOn("2026-11-25", "notify"), dueOn("2026-11-24", "deactivate"), dueOn("2026-11-25", "notify")],
    [dueOn("2026-11-25", "deactivate"), {}],
  );

  expect(upcoming).toEqual([
    { on: "2026-11-24", notices: 0, deactivations: 1, accounts: [["000000000001", 0, 1]] },
    {
      on: "2026-11-25",
      notices: 2,
      deactivations: 1,
      accounts: [
        ["000000000001", 2, 0],
        ["000000000002", 0, 1],
      ],
    },
  ]);
});

it("foresees nothing of an exempt key: the stages that fall into its exemption bring no notice", async () => {
  const exempt: Partial<Decision> = {
    ...dueOn("2026-11-25", "notify"),
    verdict: "withheld",
    withheld: "exempt",
  };

  expect((await reportOver([exempt])).upcoming).toEqual([]);
});

it("looks fourteen days ahead: from the day after the run to the same weekday in two weeks", async () => {
  const { upcoming } = await reportOver([
    dueOn("2026-11-22", "notify"),
    dueOn("2026-11-23", "notify"),
    dueOn("2026-11-24", "notify"),
    dueOn("2026-12-07", "notify"),
    dueOn("2026-12-08", "notify"),
  ]);

  expect(upcoming.map(({ on }) => on)).toEqual(["2026-11-24", "2026-12-07"]);
});

it("names the stages of the policy, and the days on which overrides have others", async () => {
  const selection = { accounts: [], organizationalUnits: [] };
  const stagesOn = (...days: number[]) =>
    days.map((day) => ({ day, actions: { employee: "notify" as const } }));
  const { summarize, report } = await reporter({
    accounts: [],
    results: [],
    task: {
      policy: policy({
        overrides: [
          { ...selection, stages: stagesOn(60, 70) },
          { ...selection, mode: "report" },
          { ...selection, stages: stagesOn(30, 60) },
        ],
      }),
    },
  });

  await summarize();

  expect(report().stages.map(({ day }) => day)).toEqual([70, 80, 90]);
  expect(report().stages.at(-1)?.actions).toEqual({ employee: "deactivate", machine: "notify" });
  expect(report().overrideStageDays).toEqual([30, 60]);
});

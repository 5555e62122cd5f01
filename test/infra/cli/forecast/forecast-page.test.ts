import { expect, it } from "vitest";
import type { KeyForecast } from "../../../../infra/cli/forecast/forecast-account.ts";
import { forecastAnswer } from "../../../../infra/cli/forecast/forecast-answer.ts";
import { forecastPage } from "../../../../infra/cli/forecast/forecast-page.ts";
import type { Forecast } from "../../../../infra/cli/forecast/load-forecast.ts";
import type { PossibleStep } from "../../../../infra/cli/replay/possible-steps.ts";
import { account, run } from "../../../functions/report/result-fixture.ts";
import { plainTerminal } from "../plain-terminal.ts";

const off: PossibleStep = {
  on: "2026-12-04",
  what: "deactivate",
  kind: "deactivated",
  to: ["anna@example.com"],
};
const notice: PossibleStep = { on: "2026-11-24", what: "notify", kind: "warning", to: [] };

function key(steps: readonly PossibleStep[], more: Partial<KeyForecast> = {}): KeyForecast {
  return {
    account: { ...account(1), path: ["r-a1b2", "ou-a1b2-workloads", "ou-a1b2-payments"] },
    mode: "enforce",
    userName: "anna",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    steps,
    ...more,
  };
}

function forecast(keys: readonly KeyForecast[], more: Partial<Forecast> = {}): Forecast {
  return {
    run,
    from: "2026-11-24",
    to: "2026-12-23",
    keys,
    unknownAccounts: [],
    notReproduced: 0,
    unreadable: 0,
    unitNames: new Map([["ou-a1b2-workloads", "Workloads"]]),
    ...more,
  };
}

const page = (...given: Parameters<typeof forecast>) => forecastPage(forecast(...given), plainTerminal);

it("counts by day, unit, account and recipient, and lists the keys that go off", () => {
  const text = page([key([notice, off])]);

  expect(text).toMatch(/^2026-11-24 +1 +0$/m);
  expect(text).toMatch(/^Workloads \/ ou-a1b2-payments +1 +1$/m);
  expect(text).toMatch(/^000000000001 {2}Account 1 +1 +1$/m);
  expect(text).toMatch(/^2026-12-04 +Account 1 +anna +…MPLE$/m);
  expect(text).toMatch(/^anna@example\.com +0 +1$/m);
  expect(text).toMatch(/^\(not known yet\) +1 +0$/m);
  expect(text).not.toContain("AKIA");
});

it("keeps apart what comes only if a user is of some type", () => {
  const text = page([key([{ ...off, onlyIf: ["employee"] }])]);

  expect(text).toMatch(/^2026-12-04 +0 +0 \+1$/m);
  expect(text).toMatch(/…MPLE +if employee$/m);
  expect(text).toContain("- +n: comes only if the user is of a certain type.");
});

it("counts nothing of what a reporting account only says, and says how much that is", () => {
  const text = page([key([notice, off], { mode: "report" })]);

  expect(text).toContain("0 notices, and 0 keys switched off.");
  expect(text).toMatch(/Not counted: 1 notice and 1 deactivation in accounts in report mode/);
});

it("names what is not known", () => {
  const text = page([], {
    unknownAccounts: [{ id: "444455556666", name: "Legacy", reason: "no role" }],
    notReproduced: 2,
    unreadable: 1,
  }).replace(/\s+/g, " ");

  expect(text).toContain("the keys of 1 account that the run did not reach whole: 444455556666 (Legacy)");
  expect(text).toContain("Of 2 keys only the next step is known");
  expect(text).toContain("1 key whose ledger entry cannot be read");
  expect(text).toContain("By day Nothing.");
});

it("answers a program with each step, its condition and its mode", () => {
  const { forecast: answer } = forecastAnswer(forecast([key([{ ...off, onlyIf: ["employee"] }])]));

  expect(answer.totals).toEqual({
    notices: 0,
    deactivations: 0,
    possibleNotices: 0,
    possibleDeactivations: 1,
  });
  expect(answer.steps).toEqual([
    {
      on: "2026-12-04",
      what: "deactivate",
      kind: "deactivated",
      to: ["anna@example.com"],
      onlyIfUserType: ["employee"],
      mode: "enforce",
      accountId: "000000000001",
      accountName: "Account 1",
      unit: "Workloads / ou-a1b2-payments",
      path: ["r-a1b2", "ou-a1b2-workloads", "ou-a1b2-payments"],
      userName: "anna",
      key: "…MPLE",
    },
  ]);
});

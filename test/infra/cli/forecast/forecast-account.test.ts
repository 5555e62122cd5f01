import { expect, it } from "vitest";
import { addDays } from "../../../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../../../functions/domain/evaluate-key.ts";
import type { AccountRules } from "../../../../functions/domain/policy.ts";
import { forecastAccount } from "../../../../infra/cli/forecast/forecast-account.ts";
import type { RememberedKey } from "../../../../infra/cli/replay/ledger-entries.ts";
import type { KeyResult } from "../../../../statemachine/account-result.ts";
import { type KeyWishes, keyFacts, today, told } from "../../../functions/domain/key-fixture.ts";
import { rules as article } from "../../../functions/domain/policy-fixture.ts";
import { accountResult } from "../../../functions/report/result-fixture.ts";

/** What a run came to about such a key. */
function judged(wishes: KeyWishes, accessKeyId: string, done: Partial<KeyResult> = {}): KeyResult {
  return { decision: { ...evaluateKey(keyFacts(wishes)), accessKeyId }, notices: [], ...done };
}

function forecast(
  results: readonly KeyResult[],
  ledger: Readonly<Record<string, RememberedKey>> = {},
  rules: AccountRules = article(),
) {
  return forecastAccount({
    result: accountResult(1, { results: [...results] }),
    ledger: new Map(Object.entries(ledger)),
    rules,
    from: addDays(today, 1),
    to: addDays(today, 30),
  });
}

it("uses what a user's old key tells about the user for the young one too", () => {
  const history = told({ "day-70": 12, "day-80": 2 });
  const young = { age: 65 };

  const alone = forecast([judged(young, "AKIAYOUNG")]);
  const both = forecast([judged({ age: 82, history }, "AKIAOLD"), judged(young, "AKIAYOUNG")], {
    AKIAOLD: history,
  });

  const stepsOf = ({ keys }: typeof alone) =>
    keys.find(({ accessKeyId }) => accessKeyId === "AKIAYOUNG")?.steps;
  expect(stepsOf(alone)?.at(-1)).toMatchObject({
    what: "notify",
    onlyIf: ["machine", "unknown type"],
    to: [],
  });
  expect(stepsOf(both)?.at(-1)).toMatchObject({ what: "deactivate", to: ["jane@example.com"] });
  expect(stepsOf(both)?.filter(({ onlyIf }) => onlyIf !== undefined)).toEqual([]);
});

it("leaves out keys that are off or gone, and keeps those whose deactivation failed", () => {
  const history = told({ "day-70": 20, "day-80": 10 });
  const due = { age: 90, history };
  const { keys } = forecast(
    [
      judged(due, "AKIAOFF", { deactivation: { outcome: "deactivated" } }),
      judged(due, "AKIAGONE", { deactivation: { outcome: "abandoned" } }),
      judged(due, "AKIAFAILED", { deactivation: { outcome: "failed" } }),
    ],
    { AKIAOFF: history, AKIAGONE: history, AKIAFAILED: history },
  );

  expect(keys.map(({ accessKeyId, steps }) => [accessKeyId, steps[0]?.on, steps[0]?.what])).toEqual([
    ["AKIAFAILED", addDays(today, 1), "deactivate"],
  ]);
});

it("knows only the next step of a key whose decision the settings do not lead to", () => {
  const [first, ...others] = article().stages;
  if (first === undefined) throw new Error("the article has stages");
  const other = article({ stages: [{ ...first, day: 50 }, ...others] });

  const { keys, notReproduced } = forecast([judged({ age: 60 }, "AKIA60")], {}, other);

  expect(notReproduced).toBe(1);
  expect(keys).toMatchObject([{ steps: [{ on: addDays(today, 10), what: "notify", to: [] }] }]);
});

it("counts a key whose ledger entry cannot be read, and forecasts nothing for it", () => {
  const { keys, unreadable } = forecast([judged({ age: 69 }, "AKIA69")], {
    AKIA69: { unreadable: "ledger item: accountId: expected string, got nothing" },
  });

  expect([keys, unreadable]).toEqual([[], 1]);
});

it("says in which mode the account is", () => {
  const { keys } = forecast([judged({ age: 69 }, "AKIA69")], {}, article({ mode: "report" }));

  expect(keys).toMatchObject([{ mode: "report" }]);
});

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addDays } from "../../../../functions/domain/calendar-day.ts";
import { emptyHistory } from "../../../../functions/domain/key-history.ts";
import type { JudgedKey } from "../../../../functions/worker/decide.ts";
import {
  type PossibleStep,
  possibleSteps,
  unknownType,
} from "../../../../infra/cli/replay/possible-steps.ts";
import { possibleUsers } from "../../../../infra/cli/replay/possible-users.ts";
import { live, type Step } from "../../../functions/domain/live.ts";
import { anyLife, type Life, type LifeDay } from "../../../functions/domain/random-life.ts";

const quietDays = 45;
const quietDay: LifeDay = { gap: 1, event: "nothing", about: 0, isMailDown: false };

/** What the forecast after a day says about a key, by nothing but the day's decision, the ledger and the rules. */
function forecast({ today, after, life }: Step, { key, decision }: JudgedKey): PossibleStep[] | undefined {
  const history = after.get(key.accessKeyId) ?? emptyHistory;
  const users = possibleUsers({ decision, run: { id: today, day: today }, history, rules: life.rules });
  if (users.length === 0) return undefined;
  return possibleSteps(
    { key, history, rules: life.rules },
    users,
    addDays(today, 1),
    addDays(today, quietDays),
  );
}

/** What the runs of the days after did to a key. */
function happened(steps: readonly Step[], accessKeyId: string): string[] {
  return steps.flatMap(({ today, judged }) => {
    const own = judged.find(({ key }) => key.accessKeyId === accessKeyId)?.decision;
    if (own?.verdict === "deactivate") return [`${today} deactivate`];
    return own?.notice === undefined || own.verdict === "notActive" ? [] : [`${today} notify`];
  });
}

it("foretells what happens to each key while nobody changes anything", async () => {
  const tally = { foretold: 0, certain: 0, byType: 0, unknown: 0 };
  const property = fc.property(anyLife, (life) => {
    const days = [...life.days, ...Array.from({ length: quietDays }, () => quietDay)];
    const steps = [...live({ ...life, days })];
    const last = steps[life.days.length - 1];
    if (last === undefined) return;
    const after = steps.slice(life.days.length);
    for (const judged of last.judged) {
      const { decision, key } = judged;
      if (key.status !== "Active" || decision.verdict === "deactivate") continue;
      const written = last.users.find(({ userName }) => userName === key.userName);
      if (isHidden(written?.exempt, decision, life)) continue;
      const foretold = forecast(last, judged);
      if (foretold === undefined) {
        tally.unknown += 1;
        continue;
      }
      const type = written?.userType.toLowerCase() ?? "";
      const name = type in life.rules.userTypes ? type : unknownType;
      const expected = foretold
        .filter(({ onlyIf }) => onlyIf === undefined || onlyIf.includes(name))
        .map(({ on, what }) => `${on} ${what}`);
      expect(happened(after, key.accessKeyId)).toEqual(expected);
      tally.foretold += 1;
      tally.certain += foretold.filter(({ onlyIf }) => onlyIf === undefined).length;
      tally.byType += foretold.filter(({ onlyIf }) => onlyIf !== undefined).length;
    }
  });
  await fc.assert(property, { numRuns: 600 });

  expect(tally.unknown).toBeLessThan(tally.foretold / 100);
  for (const [what, often] of Object.entries(tally))
    if (what !== "unknown") expect(often, what).toBeGreaterThan(20);
});

/**
 * What shows in no decision: an exemption before it changes something, tags on a day they cannot be read, and who
 * is to be mailed now while a key is exempt.
 */
function isHidden(exempt: string | undefined, { withheld }: JudgedKey["decision"], { days }: Life): boolean {
  if (withheld === "tagsUnreadable") return true;
  if (withheld === "exempt") return days.some(({ event }) => event === "mailChanges");
  return exempt !== undefined && withheld !== "exemptionUnreadable";
}

import * as fc from "fast-check";
import { expect } from "vitest";
import { accountResultKey } from "../../functions/domain/run-files.ts";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import { evaluateAccount } from "../../functions/worker/evaluate/evaluate-account.ts";
import { inventoryText, readInventory } from "../../functions/worker/inventory/inventory-file.ts";
import type { AccountResult } from "../../statemachine/account-result.ts";
import { day, run as plannedRun, planning, resultOf } from "../functions/plan/plan-fixture.ts";
import { reporter } from "../functions/report/report-fixture.ts";
import { account, accountResult, dueKey, keyResult, sentNotice } from "../functions/report/result-fixture.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { reportOf } from "../functions/worker/memory-report.ts";
import { evaluateTask, runBoth, runEvaluate } from "../functions/worker/run-worker.ts";
import { finalState, mailed, statuses } from "../functions/worker/world.ts";
import { account as member } from "../support/memory-organization.ts";
import { clearOrRight, type Fared, tryAll } from "./clear-or-right.ts";
import { mutated, mutatedText } from "./mutated.ts";

/** A damaged file, as an object or as a text. */
function damaged(good: unknown): fc.Arbitrary<string> {
  return fc.oneof(
    mutated(good).map((value) => JSON.stringify(value) ?? ""),
    mutatedText(JSON.stringify(good)),
  );
}

/** Account results in the report: whatever one of them contains, the report is written and counts every account. */
export function fuzzAccountResults(): Promise<Fared> {
  const good: AccountResult = accountResult(1, {
    rootHasActiveKey: false,
    results: [dueKey(1), keyResult(2, { state: "notify", age: 70 }, { notices: [sentNotice(2)] })],
    problems: [{ userName: "bob", problem: "gone" }],
  });
  return clearOrRight(damaged(good), "account result", async (text) => {
    const { reportRun, report } = reporter({
      results: [accountResult(2)],
      broken: [{ account: account(1), text }],
    });
    const { totals } = await reportRun();
    const { listed, evaluated, partlyEvaluated, notOnboarded, unreachable } = totals.accounts;
    expect(listed).toBeGreaterThanOrEqual(1);
    expect(evaluated + partlyEvaluated + notOnboarded + unreachable).toBe(listed);
    expect(report().totals).toEqual(totals);
  });
}

/** Account results in the plan: an unreadable one stops every deactivation, and none plans keys of another account. */
export function fuzzPlanResults(): Promise<Fared> {
  const good = resultOf(member(1), [{ id: "A1" }, { id: "A2" }]);
  return tryAll(damaged(good), async (text, fared) => {
    const { plan, file, putDue, putQuiet, bucket } = planning();
    putDue(1, []);
    putDue(2, [{ id: "B1" }]);
    putQuiet(3);
    const key = accountResultKey(day, plannedRun.id, member(1).id);
    bucket.objects.set(key, { text, contentType: "application/json" });
    const { plan: planned } = await plan();
    if (planned.state === "onHold") {
      expect(planned.keys).toBe(0);
      expect(file().plan.hold).toEqual({ code: "unreadableResults", objects: [key] });
      fared.refused += 1;
      return;
    }
    for (const { accountId, accessKeyId } of file().plan.keys)
      expect(accessKeyId === "B1" ? accountId : member(1).id).toBe(accountId);
    fared.taken += 1;
  });
}

/** The work list, read line by line: an unreadable one fails the report, and no account is counted twice. */
export function fuzzWorkList(): Promise<Fared> {
  const accounts = [account(1), account(2)];
  const good = `[\n${accounts.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
  return tryAll(mutatedText(good), async (text, fared) => {
    const { objects, reportRun, digests } = reporter({ results: [accountResult(1), accountResult(2)] });
    objects.set("runs/2026-11-23/daily-1/work-list.json", text);
    try {
      const { totals } = await reportRun();
      expect(totals.accounts.listed).toBeLessThanOrEqual(text.split("{").length - 1);
      expect(digests.map(({ digest }) => digest.totals.accounts.listed)).toEqual([totals.accounts.listed]);
      fared.taken += 1;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      expect(digests).toEqual([]);
      fared.refused += 1;
    }
  });
}

/**
 * The stored inventory: an unreadable file counts as missing. A wrong one may hide a key until the next credential
 * report, but it causes no deactivation and no mail that the rules do not allow.
 */
export async function fuzzInventory(): Promise<Fared> {
  const calm = busyAccount();
  await runEvaluate(calm, { report: reportOf, run: { id: "earlier" } });
  const kept = inventoryText(calm.inventory);
  const expected = busyAccount();
  await runBoth(expected, { report: reportOf });
  const texts = fc.oneof(
    mutatedText(kept),
    mutated(JSON.parse(kept)).map((value) => JSON.stringify(value) ?? ""),
  );
  return tryAll(texts, async (text, fared) => {
    const world = busyAccount();
    const task = evaluateTask(world, { report: reportOf });
    const inventory = { ...task.inventory, load: async () => readInventory(text) };
    expect((await evaluateAccount({ ...task, inventory })).outcome).toBe("evaluated");
    for (const mail of mailed(world)) expect(mailed(expected)).toContain(mail);
    expect(statuses(world)).toEqual(statuses(busyAccount()));
    if (isReadable(text)) fared.taken += 1;
    else {
      fared.refused += 1;
      const unaware = busyAccount();
      await runEvaluate(unaware, { report: reportOf });
      expect(finalState(world)).toEqual(finalState(unaware));
    }
  });
}

function isReadable(text: string): boolean {
  try {
    readInventory(text);
    return true;
  } catch (error) {
    if (error instanceof InvalidInput) return false;
    throw error;
  }
}

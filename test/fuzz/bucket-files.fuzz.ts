import * as fc from "fast-check";
import { expect } from "vitest";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import { enforceAccount } from "../../functions/worker/enforce-account.ts";
import { inventoryText, readInventory } from "../../functions/worker/inventory-file.ts";
import type { AccountResult } from "../../statemachine/account-result.ts";
import { reporter } from "../functions/report/report-fixture.ts";
import { account, accountResult, keyResult } from "../functions/report/result-fixture.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { reportOf } from "../functions/worker/memory-report.ts";
import { runWorker, workerTask } from "../functions/worker/run-worker.ts";
import { finalState } from "../functions/worker/world.ts";
import { clearOrRight, type Fared } from "./clear-or-right.ts";
import { mutated, mutatedText } from "./mutated.ts";

/** Account results: whatever one of them says, the report is written and counts every account. */
export function fuzzAccountResults(runs: number): Promise<Fared> {
  const good: AccountResult = accountResult(1, {
    reason: "something",
    rootHasActiveKey: false,
    results: [
      keyResult({ next: { on: "2027-01-20", what: "notify" } }),
      keyResult(
        {
          verdict: "deactivate",
          notice: { id: "deactivated-1", kind: "deactivated", to: ["a@example.com"] },
        },
        { notices: [{ to: "a@example.com", outcome: "sent" }], deactivation: { outcome: "deactivated" } },
      ),
    ],
    problems: [{ userName: "bob", problem: "gone" }],
  });
  const texts = fc.oneof(
    mutated(good).map((value) => JSON.stringify(value) ?? ""),
    mutatedText(JSON.stringify(good)),
  );
  return clearOrRight(texts, runs, "account result", async (text) => {
    const accounts = [account(1), account(2)];
    const results = [{ accountId: account(1).id, text }, accountResult(2)];
    const { summarize, report } = await reporter({ accounts, results });
    const { totals } = await summarize();
    expect(totals.accounts.listed).toBe(2);
    expect(report().unreached.length + totals.accounts.reached + totals.accounts.notOnboarded).toBe(2);
  });
}

/**
 * The work list, as the report reads it line by line: one that cannot be read fails the report, and no account
 * is counted that the list does not hold.
 */
export async function fuzzWorkList(runs: number): Promise<Fared> {
  const accounts = [account(1), account(2)];
  const good = `[\n${accounts.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
  const fared = { inputs: 0, refused: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(mutatedText(good), async (text) => {
      fared.inputs += 1;
      const { bucket, summarize, digest } = await reporter({ accounts, results: accounts.map(resultOf) });
      bucket.objects.set("runs/2026-11-23/daily-1/work-list.json", { text, contentType: "application/json" });
      try {
        const { totals } = await summarize();
        expect(totals.accounts.listed).toBeLessThanOrEqual(text.split("{").length - 1);
        expect(digest().totals.accounts.listed).toBe(totals.accounts.listed);
        fared.taken += 1;
      } catch (error) {
        if (!(error instanceof InvalidInput || error instanceof SyntaxError)) throw error;
        expect(() => digest()).toThrow("0 digests");
        fared.refused += 1;
      }
    }),
    { numRuns: runs },
  );
  return fared;
}

function resultOf(_: unknown, index: number): AccountResult {
  return accountResult(index + 1);
}

/**
 * What was listed before: one that cannot be read is none, and what a wrong one says may hide a key until the
 * next report, and never has one switched off or somebody told of whom the rules do not speak.
 */
export async function fuzzInventory(runs: number): Promise<Fared> {
  const calm = busyAccount();
  await runWorker(calm, { report: reportOf });
  const expected = finalState(calm);
  const kept = inventoryText(calm.inventory);
  const texts = fc.oneof(
    mutatedText(kept),
    mutated(JSON.parse(kept)).map((value) => JSON.stringify(value) ?? ""),
  );
  const fared = { inputs: 0, refused: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      fared.inputs += 1;
      const world = busyAccount();
      const task = workerTask(world, { report: reportOf });
      const inventory = { ...task.inventory, load: async () => readInventory(text) };
      expect((await enforceAccount({ ...task, inventory })).outcome).toBe("enforced");
      const { statuses, notices } = finalState(world);
      for (const [key, status] of Object.entries(statuses))
        if (status === "Inactive") expect(expected.statuses[key]).toBe("Inactive");
      expect(expected.notices).toEqual(expect.arrayContaining(notices));
      if (isReadable(text)) fared.taken += 1;
      else {
        fared.refused += 1;
        expect(finalState(world)).toEqual(expected);
      }
    }),
    { numRuns: runs },
  );
  return fared;
}

function isReadable(text: string): boolean {
  try {
    readInventory(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof InvalidInput) return false;
    throw error;
  }
}

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as fc from "fast-check";
import { expect } from "vitest";
import { readLedgerItem } from "../../functions/aws/ledger-item.ts";
import { describeError } from "../../functions/runtime/log.ts";
import { enforceAccount } from "../../functions/worker/enforce-account.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { workerTask } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses } from "../functions/worker/world.ts";
import { clearOrRight, type Fared } from "./clear-or-right.ts";
import { mutated } from "./mutated.ts";

const item = {
  accountId: "111122223333",
  accessKeyId: keyIdOf("ann"),
  userName: "ann",
  createdOn: "2026-08-25",
  "notice day-70 ann@example.com": {
    state: "sent",
    on: "2026-11-01",
    run: "daily-1",
    claimedAt: 1,
    messageId: "m",
  },
  "notice day-80 ann@example.com": { state: "claimed", on: "2026-11-11", run: "daily-2", claimedAt: 2 },
  deactivation: { state: "intended", on: "2026-11-20", run: "daily-3", count: 1, invocation: "i" },
  restore: { state: "done", on: "2026-11-20", until: "2026-12-01", run: "manual-1", reason: "because" },
};

/** As DynamoDB gives it; what DynamoDB cannot hold is none. */
const anyItem = mutated(item)
  .map((value) => attributesOf(value))
  .filter((attributes) => attributes !== undefined);

function attributesOf(value: unknown): Record<string, AttributeValue> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const isSafe = JSON.stringify(value)
    .match(/-?\d+(\.\d+)?(e\+?\d+)?/g)
    ?.every((text) => Math.abs(Number(text)) < 2 ** 53);
  return isSafe === false ? undefined : marshall(value, { removeUndefinedValues: true });
}

/**
 * Ledger items: one that is not as Curfew writes it is a problem of its key alone, which is neither told of nor
 * switched off; every other key is dealt with.
 */
export async function fuzzLedgerItems(runs: number): Promise<Fared> {
  const fared = { inputs: 0, refused: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(anyItem, async (attributes) => {
      fared.inputs += 1;
      const world = busyAccount();
      const task = workerTask(world);
      const histories = await task.ledger.histories();
      const annsKey = keyIdOf("ann");
      try {
        histories.set(annsKey, readLedgerItem(attributes).history);
        fared.taken += 1;
      } catch (error) {
        histories.set(annsKey, { unreadable: describeError(error) });
        fared.refused += 1;
      }
      const isUnreadable = "unreadable" in (histories.get(annsKey) ?? {});
      const ledger = { ...task.ledger, histories: async () => histories };
      const outcome = await enforceAccount({ ...task, ledger }).catch((error: unknown) => error);
      const result = world.saved.at(-1);
      expect(result?.results.some(({ decision }) => decision.accessKeyId === keyIdOf("bob"))).toBe(true);
      expect(statuses(world)[keyIdOf("bob")]).toBe("Inactive");
      if (!isUnreadable) return;
      expect(outcome).toBeInstanceOf(Error);
      expect(result?.problems).toContainEqual({
        userName: "ann",
        problem: expect.stringMatching(/^ledger: /),
      });
      expect(statuses(world)[annsKey]).toBe("Active");
      expect(
        world.outbox.flatMap(({ notices }) => notices).some(({ accessKeyId }) => accessKeyId === annsKey),
      ).toBe(false);
    }),
    { numRuns: runs },
  );
  return fared;
}

/** One item by itself: read, or refused with the name of what is wrong. */
export function fuzzLedgerItem(runs: number): Promise<Fared> {
  return clearOrRight(anyItem, runs, "ledger item", readLedgerItem);
}

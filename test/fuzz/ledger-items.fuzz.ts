import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect } from "vitest";
import type { UnreadableEntry } from "../../functions/aws/ledger.ts";
import { readDeliveryItem, readKeyItem } from "../../functions/aws/ledger-item.ts";
import type { KeyHistory } from "../../functions/domain/key-history.ts";
import { describeError } from "../../functions/runtime/log.ts";
import { deactivateKeysOfAccount } from "../../functions/worker/deactivate/deactivate-account.ts";
import { evaluateAccount } from "../../functions/worker/evaluate/evaluate-account.ts";
import { busyAccount } from "../functions/worker/busy-account.ts";
import { deactivateTask, evaluateTask } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses } from "../functions/worker/world.ts";
import { clearOrRight, type Fared, isKnownEnd, tryAll } from "./clear-or-right.ts";
import { mutated } from "./mutated.ts";

const notice = {
  state: "sent",
  as: "owner",
  on: "2026-11-13",
  run: "daily-1",
  claimId: "claim-1",
  round: 2,
  names: "2026-11-23",
  noticeDays: 10,
  audience: "current",
};
const item = {
  accountId: "111122223333",
  accessKeyId: keyIdOf("ann"),
  userName: "ann",
  createdOn: "2026-08-25",
  round: 2,
  restarts: 1,
  revocations: [{ round: 1, by: "exemptionEnded", on: "2026-11-01", run: "daily-0" }],
  "notice stage-80-deactivation ann@example.com": notice,
  "notice finalWarning-2-1 ann@corp.example.com": { ...notice, state: "claimed", claimId: "claim-2" },
  deactivation: { state: "done", number: 1, on: "2026-10-20", run: "daily-3" },
  restore: {
    state: "done",
    number: 1,
    on: "2026-10-21",
    until: "2026-11-01",
    run: "restore-1",
    reason: "because",
    deactivation: 1,
  },
  waiting: { round: 2, days: 3, last: "2026-11-20" },
};
const delivered = new Map([["claim-1", { state: "delivered", on: "2026-11-13" } as const]]);

/** As DynamoDB returns it, without values that DynamoDB cannot store. */
function asAttributes(sample: object) {
  return mutated(sample)
    .map((value) => attributesOf(value))
    .filter((attributes) => attributes !== undefined);
}

function attributesOf(value: unknown): Record<string, AttributeValue> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const isSafe = JSON.stringify(value)
    .match(/-?\d+(\.\d+)?(e\+?\d+)?/g)
    ?.every((text) => Math.abs(Number(text)) < 2 ** 53);
  return isSafe === false ? undefined : marshall(value, { removeUndefinedValues: true });
}

/** The item of a key alone: it is read, or refused with the name of the wrong field. */
export function fuzzKeyItem(): Promise<Fared> {
  return clearOrRight(asAttributes(item), "ledger item", (attributes) => readKeyItem(attributes, delivered));
}

/** The item of a mail: only a valid day of delivery makes it delivered. */
export function fuzzDeliveryItem(): Promise<Fared> {
  const bounced = { bouncedOn: "2026-11-14", bounceCause: "Permanent/NoEmail", delayedOn: "2026-11-13" };
  return clearOrRight(asAttributes(bounced), "delivery item", (attributes) => {
    expect(readDeliveryItem(attributes).state).not.toBe("delivered");
  });
}

/**
 * The item of a key in both steps of a worker: an item that Curfew did not write affects its key only. That key is
 * neither deactivated nor notified about, and every other key is handled.
 */
export function fuzzKeyItems(): Promise<Fared> {
  const ann = keyIdOf("ann");
  const bob = keyIdOf("bob");
  return tryAll(asAttributes(item), async (attributes, fared) => {
    const world = busyAccount();
    const entry = read(attributes);
    const task = evaluateTask(world);
    const histories = async () => new Map([...(await task.ledger.histories()), [ann, entry]]);
    const ledger = { ...task.ledger, histories };
    const evaluating = evaluateAccount({ ...task, ledger });
    const ends = [await evaluating.catch((error: unknown) => error)];
    const deactivating = deactivateKeysOfAccount({ ...deactivateTask(world, [ann, bob]), ledger });
    ends.push(await deactivating.catch((error: unknown) => error));
    for (const end of ends) if (end instanceof Error) expect(isKnownEnd(end)).toBe(true);
    expect(statuses(world)[bob]).toBe("Inactive");
    if (!("unreadable" in entry)) {
      fared.taken += 1;
      return;
    }
    fared.refused += 1;
    expect(world.saved.at(-1)?.problems).toContainEqual({ userName: "ann", problem: expect.any(String) });
    expect(statuses(world)[ann]).toBe("Active");
    const mailedAbout = world.outbox.flatMap(({ notices }) => notices).map(({ accessKeyId }) => accessKeyId);
    expect(mailedAbout).not.toContain(ann);
  });
}

function read(attributes: Record<string, AttributeValue>): KeyHistory | UnreadableEntry {
  try {
    return readKeyItem(attributes, delivered);
  } catch (error) {
    return { unreadable: describeError(error) };
  }
}

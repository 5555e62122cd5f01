import { expect, it } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import { approveEventSchema } from "../../statemachine/approve.ts";
import {
  findKeysEventSchema,
  type KeysFound,
  restoreKeysEventSchema,
  sumUpRestoreEventSchema,
} from "../../statemachine/restore.ts";
import { definitionOf, execute, withoutMaps } from "./state-machine.ts";

const restore = definitionOf("restore");
const request = {
  execution: "restore-1",
  day: "2026-11-23",
  days: 3,
  reason: "the build fails",
  mailRate: 14,
};
const found: KeysFound = {
  request,
  items: { bucket: "curfew-runs", key: "restores/restore-1/items.json" },
  accounts: 1,
  keys: 2,
};

/** One restore with stubs of the function and the Map. */
async function restoring(parts: { keys?: Partial<KeysFound>; failed?: number; map?: Error } = {}) {
  const got = new Map<string, unknown>();
  const output = execute(
    withoutMaps(restore),
    { run: "daily-1", day: "2026-11-20", days: 3, reason: "the build fails" },
    {
      FindKeys: async (event) => {
        got.set("FindKeys", event);
        return { Payload: { ...found, ...parts.keys } };
      },
      RestoreKeys: async (event) => {
        got.set("RestoreKeys", event);
        if (parts.map !== undefined) throw parts.map;
        return {};
      },
      SumUp: async (event) => {
        got.set("SumUp", event);
        return { Payload: { totals: { restored: 1, refused: 1, failed: parts.failed ?? 0 } } };
      },
    },
  );
  const result = await output.then(
    (value: unknown) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { result, got };
}

it("finds the keys, restores them and adds up the results", async () => {
  const { result, got } = await restoring();

  expect(parse(findKeysEventSchema, got.get("FindKeys"), "event")).toMatchObject({
    step: "findKeys",
    execution: { name: "daily-1" },
    input: { run: "daily-1" },
  });
  expect(got.get("RestoreKeys")).toEqual(found);
  expect(parse(sumUpRestoreEventSchema, got.get("SumUp"), "event")).toEqual({ ...found, step: "sumUp" });
  expect(result).toEqual({ value: { totals: { restored: 1, refused: 1, failed: 0 } } });
});

it("answers a refused request without running the Map, and succeeds", async () => {
  const { result, got } = await restoring({ keys: { accounts: 0, keys: 0, refused: "no such run" } });

  expect([...got.keys()]).toEqual(["FindKeys", "SumUp"]);
  expect(parse(sumUpRestoreEventSchema, got.get("SumUp"), "event").refused).toBe("no such run");
  expect(result).toHaveProperty("value");
});

it("fails if a key was not restored", async () => {
  const { result } = await restoring({ failed: 1 });

  expect(result).toMatchObject({ error: { cause: { name: "RestoreIncomplete" } } });
});

it("passes the failure of the Map on to the last step", async () => {
  const map = Object.assign(new Error("why"), { name: "States.ItemReaderFailed" });
  const { got } = await restoring({ map });

  expect(parse(sumUpRestoreEventSchema, got.get("SumUp"), "event").restoreFailure).toEqual({
    Error: "States.ItemReaderFailed",
    Cause: "why",
  });
});

it("gives each child of the Map the request, its account and its keys", () => {
  const { ItemSelector } = { ItemSelector: undefined, ...restore.States.RestoreKeys };
  const keys = Object.keys(Object(ItemSelector)).map((key) => key.replace(/\.\$$/, ""));

  expect(keys.toSorted()).toEqual(Object.keys(restoreKeysEventSchema.shape).toSorted());
});

it("passes an approval with its execution to the function, and ends with its answer, even if it is a refusal", async () => {
  const answer = { outcome: "refused", run: "daily-1", reason: "there is no such plan" };
  let event: unknown;

  const output = await execute(
    definitionOf("approve"),
    { run: "daily-1" },
    {
      Approve: async (payload) => {
        event = payload;
        return { Payload: answer };
      },
    },
  );

  expect(parse(approveEventSchema, event, "event")).toMatchObject({
    executionArn: expect.stringContaining(":execution:"),
    input: { run: "daily-1" },
  });
  expect(output).toEqual(answer);
});

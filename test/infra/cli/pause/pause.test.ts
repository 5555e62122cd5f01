import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { controlsOf } from "../../../../functions/aws/controls.ts";
import { writePause } from "../../../../infra/cli/pause/control-item.ts";
import { pauseDeactivations, resumeDeactivations } from "../../../../infra/cli/pause/pause.ts";
import { type DynaliteLedger, dynaliteLedger } from "../../../functions/aws/dynalite-ledger.ts";

let table: DynaliteLedger;
beforeAll(async () => {
  table = await dynaliteLedger();
});
afterAll(() => table.close());

const place = () => ({ dynamodb: table.client, ledgerTable: table.tableName });
const stored = () => controlsOf(table.client, table.tableName).pause();
const now = new Date("2026-11-24T09:00:00.000Z");
const request = { until: "2027-01-06", reason: "change freeze", by: "arn:aws:iam::100000000002:user/jane" };

beforeEach(async () => {
  await resumeDeactivations(place());
});

it("writes a pause in the form that the functions read, and resume removes it", async () => {
  await pauseDeactivations(place(), request, now);
  expect(await stored()).toEqual({ ...request, at: "2026-11-24T09:00:00.000Z" });

  expect(await resumeDeactivations(place())).toMatchObject({ until: "2027-01-06" });
  expect(await stored()).toBeUndefined();
  expect(await resumeDeactivations(place())).toBeUndefined();
});

it("writes an item that never expires, because a pause must end on its day and not when DynamoDB deletes it", async () => {
  await pauseDeactivations(place(), request, now);

  const Key = marshall({ accountId: "control", accessKeyId: "pause" });
  const { Item = {} } = await table.client.send(new GetItemCommand({ TableName: table.tableName, Key }));
  expect(Object.keys(Item).toSorted()).toEqual(["accessKeyId", "accountId", "at", "by", "reason", "until"]);
});

it("returns the pause that it replaces", async () => {
  await pauseDeactivations(place(), request, now);
  const later = await pauseDeactivations(
    place(),
    { ...request, until: "2026-12-01" },
    new Date("2026-11-25T09:00:00Z"),
  );

  expect(later.replaced).toMatchObject({ until: "2027-01-06" });
  expect(await stored()).toMatchObject({ until: "2026-12-01" });
});

it("does not overwrite a pause that somebody else wrote in the meantime", async () => {
  const mine = { ...request, at: "2026-11-24T09:00:00.000Z" };
  await writePause(place(), { ...mine, reason: "incident", at: "2026-11-24T08:59:59.000Z" }, undefined);

  expect(await writePause(place(), mine, undefined)).toBe(false);
  expect(await writePause(place(), mine, mine)).toBe(false);
  expect(await stored()).toMatchObject({ reason: "incident" });
});

it.each([
  ["a day in the past", { until: "2026-11-23" }, "--until: expected a day from 2026-11-24"],
  ["a day too far ahead", { until: "2099-01-01" }, "to 2027-11-25, got 2099-01-01"],
  ["a day that does not exist", { until: "2026-02-30" }, "--until: expected a day that exists"],
  ["an empty reason", { reason: "  " }, "--reason: expected a reason"],
])("refuses %s", async (_, wrong, message) => {
  await expect(pauseDeactivations(place(), { ...request, ...wrong }, now)).rejects.toThrow(message);
  expect(await stored()).toBeUndefined();
});

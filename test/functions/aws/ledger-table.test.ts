import { expect, it } from "vitest";
import { ledgerOf } from "../../../functions/aws/ledger-table.ts";
import { key, noticeRef, openLedger, today, useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();
const sent = {
  state: "sent",
  as: "owner",
  on: today,
  run: "daily",
  claimId: "claim-1",
  round: 0,
  audience: "current",
};
const attribute = "notice stage-80-deactivation jane@example.com";

it("reads the histories of its own account only, from all pages", async () => {
  const world = openLedger(dynamo());
  const padding = "x".repeat(300_000);
  const keys = ["AKIA1", "AKIA2", "AKIA3", "AKIA4", "AKIA5"];
  for (const accessKeyId of keys) await world.put({ accessKeyId, padding });

  expect([...(await world.worker("daily").histories()).keys()]).toEqual(keys);
  expect((await openLedger(dynamo()).worker("daily").histories()).size).toBe(0);
});

it("uses consistent reads, because a retried worker must see what the first attempt just wrote", async () => {
  const asked: unknown[] = [];
  const client = dynamo().newClient();
  client.middlewareStack.add(
    (next) => async (args) => {
      if ("ConsistentRead" in args.input) asked.push(args.input.ConsistentRead);
      return next(args);
    },
    { step: "initialize", name: "asked" },
  );
  const writer = { run: "daily", invocation: "one", now: () => new Date() };
  const ledger = ledgerOf(client, dynamo().tableName, "999900004444", writer);

  await ledger.histories();
  await ledger.claimNotice(noticeRef({ round: 1 }));

  expect(asked).toEqual([true, true]);
});

it("reads a key without rounds as in round 0", async () => {
  const world = openLedger(dynamo());
  await world.put(key);

  expect(await world.history()).toEqual({
    key: { userName: "jane", createdOn: key.createdOn },
    round: 0,
    claims: 0,
    restarts: 0,
    revocations: [],
    notices: [],
  });
});

it("adds SES's reports about its mail to each notice", async () => {
  const world = openLedger(dynamo());
  await world.put({
    ...key,
    [attribute]: sent,
    "notice stage-80-deactivation joe@example.com": { ...sent, claimId: "claim-2" },
    "notice stage-80-deactivation ann@example.com": { ...sent, claimId: "claim-3" },
  });
  await world.put({ accessKeyId: "delivery#claim-1", deliveredOn: "2026-11-24" });
  await world.put({ accessKeyId: "delivery#claim-2", delayedOn: "2026-11-24" });

  const { notices } = await world.history();
  const deliveryTo = (name: string) => notices.find(({ to }) => to.startsWith(name))?.delivery;

  expect(deliveryTo("jane")).toEqual({ state: "delivered", on: "2026-11-24" });
  expect(deliveryTo("joe")).toEqual({ state: "unknown" });
  expect(deliveryTo("ann")).toEqual({ state: "unknown" });
});

it("treats a mail as bounced even if it was also delivered, earlier or later", async () => {
  const world = openLedger(dynamo());
  await world.put({ ...key, [attribute]: sent });
  await world.put({
    accessKeyId: "delivery#claim-1",
    deliveredOn: "2026-11-25",
    bouncedOn: "2026-11-24",
    bounceCause: "Permanent/General",
  });

  expect((await world.history()).notices[0]?.delivery).toEqual({
    state: "bounced",
    on: "2026-11-24",
    cause: "Permanent/General",
  });
});

it("does not mistake an item of SES's reports for an access key", async () => {
  const world = openLedger(dynamo());
  await world.put({ accessKeyId: "delivery#claim-1", deliveredOn: today });

  expect((await world.worker("daily").histories()).size).toBe(0);
});

it.each([
  ["a notice in a state that does not exist", { [attribute]: { ...sent, state: "perhaps" } }, "state"],
  ["a notice on a day that does not exist", { [attribute]: { ...sent, on: "2026-02-30" } }, "on"],
  ["a notice with an unknown name", { "notice day-70 jane@example.com": sent }, "notice day-70"],
  ["a notice without a claim", { [attribute]: { ...sent, claimId: undefined } }, "claimId"],
  ["a round that is not a number", { round: "1" }, "round"],
  ["an unknown revocation", { revocations: [{ round: 1, by: "mood", on: today, run: "r" }] }, "by"],
  ["half a deactivation", { deactivation: { state: "done" } }, "deactivation.number"],
  ["half a restore", { restore: { state: "done", until: today } }, "restore.number"],
  ["half a waiting", { waiting: { round: 0 } }, "waiting.days"],
])(
  "returns an item with %s as unreadable, without the address, and the others unchanged",
  async (_what, broken, field) => {
    const world = openLedger(dynamo());
    await world.put({ ...key, ...broken });
    await world.put({ ...key, accessKeyId: "AKIA2" });

    const found = await world.worker("daily").histories();

    expect(found.get(key.accessKeyId)).toEqual({ unreadable: expect.stringContaining(field) });
    expect(JSON.stringify(found.get(key.accessKeyId))).not.toContain("@");
    expect(found.get("AKIA2")).toMatchObject({ notices: [] });
  },
);

it("returns a key as unreadable if its delivery report is unreadable, and no other key", async () => {
  const world = openLedger(dynamo());
  await world.put({ ...key, [attribute]: sent });
  await world.put({ ...key, accessKeyId: "AKIA2" });
  await world.put({ accessKeyId: "delivery#claim-1", deliveredOn: "yesterday" });

  const found = await world.worker("daily").histories();

  expect(found.get(key.accessKeyId)).toEqual({ unreadable: expect.stringContaining("deliveredOn") });
  expect(found.get("AKIA2")).toMatchObject({ notices: [] });
});

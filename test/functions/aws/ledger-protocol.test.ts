import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ledger, ledgerOf, type Writer } from "../../../functions/aws/ledger.ts";
import { undisturbed } from "../worker/around.ts";
import { ledgerTable, memoryLedger } from "../worker/memory-ledger.ts";
import { type DynaliteLedger, dynaliteLedger } from "./dynalite-ledger.ts";

let dynamo: DynaliteLedger;
beforeAll(async () => {
  dynamo = await dynaliteLedger();
});
afterAll(() => dynamo.close());

const key = { accessKeyId: "AKIA1", userName: "jane", createdOn: "2026-08-25" };
const notice = { ...key, noticeId: "day-70", to: "jane+aws@example.com" };
const day = "2026-11-23";

/** What two workers and a clock share; `worker` gives each its own ledger of the same account. */
interface Shared {
  now: number;
  worker(invocation: string, run?: string): Ledger;
}

let accounts = 0;

/** Both ledgers keep one protocol, so that what is proved with the one in memory holds for the other. */
const ledgers: Record<string, () => Shared> = {
  "the ledger in DynamoDB": () => {
    accounts += 1;
    const accountId = String(accounts).padStart(12, "0");
    return shared((writer) => ledgerOf(dynamo.client, dynamo.tableName, accountId, writer));
  },
  "the ledger in memory": () => {
    const table = ledgerTable();
    return shared((writer) => memoryLedger(table, writer, undisturbed));
  },
};

function shared(open: (writer: Writer) => Ledger): Shared {
  const state: Shared = {
    now: 1_000_000,
    worker: (invocation, run = "daily") => open({ run, day, invocation, now: () => new Date(state.now) }),
  };
  return state;
}

async function historyOf(ledger: Ledger) {
  const history = (await ledger.histories()).get(key.accessKeyId);
  if (history !== undefined && "unreadable" in history) throw new Error(history.unreadable);
  return history;
}

describe.each(Object.entries(ledgers))("%s", (_name, open) => {
  it("gives a notice to one of two workers", async () => {
    const { worker } = open();

    expect(await worker("one").claimNotice(notice)).toBe("claimed");
    expect(await worker("two").claimNotice(notice)).toBe("held");
    expect(await worker("one").claimNotice(notice)).toBe("claimed");
    expect((await historyOf(worker("two")))?.notices).toEqual([]);
  });

  it("gives a claim away only once it is more than 90 seconds old", async () => {
    const state = open();
    await state.worker("one").claimNotice(notice);

    state.now += 90_000;
    expect(await state.worker("two").claimNotice(notice)).toBe("held");
    state.now += 1;
    expect(await state.worker("two").claimNotice(notice)).toBe("claimed");
  });

  it("never gives away a notice that was sent, and remembers when and by which run", async () => {
    const state = open();
    await state.worker("one").claimNotice(notice);
    await state.worker("one").confirmNotice(notice, "message-1");

    state.now += 100_000;
    expect(await state.worker("one").claimNotice(notice)).toBe("held");
    expect(await historyOf(state.worker("two"))).toMatchObject({
      notices: [{ id: "day-70", to: "jane+aws@example.com", on: day, run: "daily" }],
      key: { userName: "jane", createdOn: "2026-08-25" },
    });
  });

  it("dates what a run does after midnight with the true day, because the grace counts from it", async () => {
    const state = open();
    state.now = Date.parse("2026-11-24T00:10:00Z");
    await state.worker("one").claimNotice(notice);
    await state.worker("one").confirmNotice(notice, "message-1");
    await state.worker("one").recordDeactivation(key, "done", 1);

    expect(await historyOf(state.worker("two"))).toMatchObject({
      notices: [{ id: "day-70", on: "2026-11-24" }],
      deactivation: { on: "2026-11-24" },
    });
  });

  it("tells notices apart by their name and their recipient", async () => {
    const { worker } = open();
    await worker("one").claimNotice(notice);

    expect(await worker("two").claimNotice({ ...notice, noticeId: "day-80" })).toBe("claimed");
    expect(await worker("two").claimNotice({ ...notice, to: "joe@example.com" })).toBe("claimed");
    expect(await worker("two").claimNotice({ ...notice, accessKeyId: "AKIA2" })).toBe("claimed");
  });

  it("lets a claim be given back by its holder and by nobody else", async () => {
    const { worker } = open();
    await worker("one").claimNotice(notice);

    await worker("two").releaseNotice(notice);
    expect(await worker("two").claimNotice(notice)).toBe("held");
    await worker("one").releaseNotice(notice);
    expect(await worker("two").claimNotice(notice)).toBe("claimed");
  });

  it("remembers a recipient whom the mail service refused, apart from those who were told", async () => {
    const { worker } = open();
    await worker("one").claimNotice(notice);

    await worker("two").refuseNotice(notice);
    expect((await historyOf(worker("one")))?.refused).toEqual([]);
    await worker("one").refuseNotice(notice);
    expect(await historyOf(worker("two"))).toMatchObject({
      notices: [],
      refused: [{ id: "day-70", to: "jane+aws@example.com", run: "daily" }],
    });
    expect(await worker("two").claimNotice(notice)).toBe("held");
  });

  it("restores a key only from the deactivation that was meant, and remembers it", async () => {
    const { worker } = open();
    const ledger = worker("one", "manual-1");
    const restore = { until: "2026-12-01", reason: "the new key does not work" };
    const done = { state: "done" as const, on: day, run: "daily", count: 1 };

    expect(await ledger.recordRestore(key, { state: "intended", ...restore }, done)).toBe("held");
    await worker("two").recordDeactivation(key, "intended", 1);
    expect(await ledger.recordRestore(key, { state: "intended", ...restore }, done)).toBe("held");
    await worker("two").recordDeactivation(key, "done", 1);
    expect(await ledger.recordRestore(key, { state: "intended", ...restore }, done)).toBe("recorded");
    expect(await ledger.recordRestore(key, { state: "done", ...restore }, done)).toBe("recorded");
    expect((await historyOf(worker("two")))?.restore).toEqual({
      state: "done",
      on: day,
      run: "manual-1",
      ...restore,
    });
    await worker("two").recordDeactivation(key, "intended", 2);
    expect(await ledger.recordRestore(key, { state: "intended", ...restore }, done)).toBe("held");
  });

  it("lets one of two workers intend a deactivation, and lets it say so twice", async () => {
    const { worker } = open();

    expect(await worker("one").recordDeactivation(key, "intended", 1)).toBe("recorded");
    expect(await worker("two", "by-hand").recordDeactivation(key, "intended", 1)).toBe("held");
    expect(await worker("one").recordDeactivation(key, "intended", 1)).toBe("recorded");
    expect(await historyOf(worker("two"))).toMatchObject({
      deactivation: { state: "intended", count: 1, on: day, run: "daily" },
      key: { userName: "jane" },
    });
  });

  it("does not let a deactivation that is done be intended again, but the next one", async () => {
    const { worker } = open();
    await worker("one").recordDeactivation(key, "intended", 1);
    await worker("one").recordDeactivation(key, "done", 1);

    expect(await worker("two").recordDeactivation(key, "intended", 1)).toBe("held");
    expect(await worker("two").recordDeactivation(key, "intended", 2)).toBe("recorded");
    expect(await worker("one").recordDeactivation(key, "done", 1)).toBe("held");
    expect((await historyOf(worker("two")))?.deactivation).toMatchObject({ state: "intended", count: 2 });
  });

  it("lets another worker complete what an interrupted one intended", async () => {
    const { worker } = open();
    await worker("one").recordDeactivation(key, "intended", 1);

    expect(await worker("two").recordDeactivation(key, "done", 1)).toBe("recorded");
    expect((await historyOf(worker("two")))?.deactivation).toMatchObject({ state: "done", count: 1 });
  });

  it("takes an intention back to what was before it, and nothing that is done", async () => {
    const { worker } = open();
    const first = { state: "done", on: "2026-11-01", run: "old", count: 1 } as const;
    await worker("one").recordDeactivation(key, "intended", 2);

    await worker("one").forgetDeactivation(key, first);
    expect((await historyOf(worker("one")))?.deactivation).toEqual(first);
    await worker("one").forgetDeactivation(key, undefined);
    expect((await historyOf(worker("one")))?.deactivation).toEqual(first);
    await worker("one").recordDeactivation(key, "intended", 2);
    await worker("one").forgetDeactivation(key, undefined);
    expect((await historyOf(worker("one")))?.deactivation).toBeUndefined();
  });
});

it("reads the histories of its own account only, page after page", async () => {
  const padding = "x".repeat(300_000);
  for (const accessKeyId of ["AKIA1", "AKIA2", "AKIA3", "AKIA4", "AKIA5"])
    await dynamo.client.send(
      new PutItemCommand({
        TableName: dynamo.tableName,
        Item: marshall({ accountId: "999900001111", accessKeyId, padding }),
      }),
    );
  const writer = { run: "daily", day, invocation: "one", now: () => new Date() };

  const own = await ledgerOf(dynamo.client, dynamo.tableName, "999900001111", writer).histories();
  const other = await ledgerOf(dynamo.client, dynamo.tableName, "999900002222", writer).histories();

  expect([...own.keys()]).toEqual(["AKIA1", "AKIA2", "AKIA3", "AKIA4", "AKIA5"]);
  expect(other.size).toBe(0);
});

it("asks for consistent reads, because a retried worker must see what its predecessor wrote a second ago", async () => {
  const asked: unknown[] = [];
  dynamo.client.middlewareStack.add(
    (next) => async (args) => {
      asked.push("ConsistentRead" in args.input && args.input.ConsistentRead);
      return next(args);
    },
    { step: "initialize", name: "asked" },
  );
  const writer = { run: "daily", day, invocation: "one", now: () => new Date() };

  await ledgerOf(dynamo.client, dynamo.tableName, "999900004444", writer).histories();
  dynamo.client.middlewareStack.remove("asked");

  expect(asked).toEqual([true]);
});

it("gives an item that it cannot read as unreadable, and the others as they are", async () => {
  const accountId = "999900003333";
  const bad = { accountId, accessKeyId: "AKIA1", "notice day-70 jane@example.com": { state: "perhaps" } };
  for (const item of [bad, { accountId, accessKeyId: "AKIA2" }])
    await dynamo.client.send(new PutItemCommand({ TableName: dynamo.tableName, Item: marshall(item) }));
  const writer = { run: "daily", day, invocation: "one", now: () => new Date() };

  const found = await ledgerOf(dynamo.client, dynamo.tableName, accountId, writer).histories();

  expect(found.get("AKIA1")).toEqual({ unreadable: expect.stringContaining("state") });
  expect(found.get("AKIA2")).toMatchObject({ notices: [] });
});

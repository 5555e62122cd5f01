import { expect, it } from "vitest";
import { recordDelivery } from "../../../functions/aws/deliveries.ts";
import { key, noticeRef, openLedger, today, useDynamo } from "./ledger-fixture.ts";

const dynamo = useDynamo();
const notice = noticeRef();
const others = { claimId: "claim-2" };

it("grants a notice to one of two mails, and again to the same mail after a lost answer", async () => {
  const { worker } = openLedger(dynamo());

  expect(await worker("one").claimNotice(notice)).toBe("claimed");
  expect(await worker("two").claimNotice({ ...notice, ...others })).toBe("held");
  expect(await worker("one").claimNotice(notice)).toBe("claimed");
});

it("grants a notice to one of ten mails that claim it at the same time", async () => {
  const { worker } = openLedger(dynamo());

  const claims = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      worker(`run-${index}`).claimNotice(noticeRef({ claimId: `claim-${index}` })),
    ),
  );

  expect(claims.filter((claim) => claim === "claimed")).toHaveLength(1);
});

it("does not grant a worker its own claim again for another mail, because the first may have been sent", async () => {
  const { worker } = openLedger(dynamo());
  await worker("one").claimNotice(notice);

  expect(await worker("one").claimNotice({ ...notice, ...others })).toBe("held");
});

it("lets another mail take a claim over only after more than 90 seconds", async () => {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice(notice);

  world.now += 90_000;
  expect(await world.worker("two").claimNotice({ ...notice, ...others })).toBe("held");
  world.now += 1;
  expect(await world.worker("two").claimNotice({ ...notice, ...others })).toBe("claimed");
});

it("does not let a mail that names an earlier day take a claim over, because the first mail may have left", async () => {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice({ ...notice, names: "2027-01-31" });
  world.now += 100_000;

  expect(await world.worker("two").claimNotice({ ...notice, ...others })).toBe("held");
  expect(await world.worker("two").claimNotice({ ...notice, ...others, names: "2027-01-31" })).toBe(
    "claimed",
  );
});

it("keeps the later day if a mail is confirmed after another mail took its claim over", async () => {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice(notice);
  world.now += 100_000;
  const later = { ...notice, ...others, names: "2027-01-31" };
  await world.worker("two").claimNotice(later);
  await world.worker("two").confirmNotice(later, "message-2");

  await world.worker("one").confirmNotice(notice, "message-1");

  expect((await world.history()).notices).toMatchObject([{ names: "2027-01-31", claimId: "claim-2" }]);
});

/** A mail that may have left, and a second mail that takes its claim over 100 seconds later. */
async function takenOver() {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice(notice);
  world.now += 100_000;
  const later = { ...notice, ...others, names: "2027-01-31" };
  const second = world.worker("two");
  expect(await second.claimNotice(later)).toBe("claimed");
  return { world, second, later };
}

it("returns a claim that was given back to the first mail, which may have left, and grants it to a third one at once", async () => {
  const { world, second, later } = await takenOver();

  await second.releaseNotice(later);

  expect((await world.history()).notices).toMatchObject([
    { state: "claimed", claimId: "claim-1", names: notice.names, on: today, run: "one", round: 0 },
  ]);
  const third = { ...later, claimId: "claim-3" };
  expect(await world.worker("three").claimNotice(third)).toBe("claimed");
});

it("finds the first mail delivered although the mail that took its claim over gave the claim back", async () => {
  const { world, second, later } = await takenOver();
  await second.releaseNotice(later);

  const { client, tableName } = dynamo();
  const { accountId } = world;
  await recordDelivery(client, tableName, { accountId, claimId: "claim-1", on: today, what: "delivered" });

  expect((await world.history()).notices).toMatchObject([
    { state: "sent", names: notice.names, delivery: { state: "delivered", on: today } },
  ]);
});

it("returns a claim to the first mail even if the second one claimed it twice", async () => {
  const { world, second, later } = await takenOver();
  expect(await second.claimNotice(later)).toBe("claimed");

  await second.releaseNotice(later);

  expect((await world.history()).notices).toMatchObject([{ state: "claimed", claimId: "claim-1" }]);
});

it("forgets the first mail when the second one, which names no earlier day, has left", async () => {
  const { world, second, later } = await takenOver();
  await second.confirmNotice(later, "message-2");
  await second.releaseNotice(later);

  expect((await world.history()).notices).toMatchObject([
    { state: "sent", claimId: "claim-2", names: "2027-01-31" },
  ]);
});

it("never grants a sent notice again, not even to its own mail", async () => {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice(notice);
  await world.worker("one").confirmNotice(notice, "message-1");
  world.now += 100_000;

  expect(await world.worker("one").claimNotice(notice)).toBe("held");
  expect(await world.worker("two").claimNotice({ ...notice, ...others })).toBe("held");
});

it("answers `overtaken` for a key that was restored after its evaluation, with or without an earlier entry", async () => {
  const { worker } = openLedger(dynamo());
  await worker("other").revoke(key, "exemptionBegun", 0);

  expect(await worker("one").claimNotice(notice)).toBe("overtaken");
  expect(await worker("one").claimNotice({ ...notice, round: 2 })).toBe("overtaken");
  expect(await worker("one").claimNotice({ ...notice, round: 1 })).toBe("claimed");
});

it("answers `overtaken` while the key's deactivation is intended, and grants the notice after that is withdrawn", async () => {
  const { worker } = openLedger(dynamo());
  const basis = { round: 0, claims: 0, restoreNumber: 0, deactivationNumber: 0 };
  await worker("daily").intendDeactivation(key, basis);

  expect(await worker("by-hand").claimNotice(notice)).toBe("overtaken");
  await worker("daily").withdrawIntention(key, 1);
  expect(await worker("by-hand").claimNotice(notice)).toBe("claimed");
});

const reminder = noticeRef({
  id: { type: "stage", day: 80, outlook: "staysActive" },
  claimId: "claim-2",
  names: undefined,
  noticeDays: undefined,
});

it("answers `overtaken` for a notice that says that the key stays active if another run has warned the owner since", async () => {
  const { worker } = openLedger(dynamo());
  await worker("by-hand").claimNotice(notice);

  const unreadable = { ...reminder, id: { type: "exemptionUnreadable", day: 70 } } as const;
  expect(await worker("daily").claimNotice(reminder)).toBe("overtaken");
  expect(await worker("daily").claimNotice(unreadable)).toBe("overtaken");
  await worker("daily").revoke(key, "staysActiveNotice", 0);
  expect(await worker("daily").claimNotice({ ...reminder, round: 1 })).toBe("claimed");
});

it("answers `overtaken` for such a notice also if the warning is claimed right before it", async () => {
  const world = openLedger(dynamo());
  const warn = () => world.worker("by-hand").claimNotice(notice);

  expect(await world.worker("daily", warn).claimNotice(reminder)).toBe("overtaken");
  expect((await world.history()).notices).toMatchObject([{ names: notice.names }]);
});

it("grants notices that say that the key stays active to all recipients at once, and each of them to one mail", async () => {
  const { worker } = openLedger(dynamo());
  const recipients = Array.from({ length: 10 }, (_, index) => `owner-${index}@example.com`);
  const claimAll = (run: string) =>
    Promise.all(
      recipients.map((to) => worker(run).claimNotice({ ...reminder, to, claimId: `${run}-${to}` })),
    );

  expect(new Set(await claimAll("daily"))).toEqual(new Set(["claimed"]));
  expect(new Set(await claimAll("by-hand"))).toEqual(new Set(["held"]));
});

it("treats a key without an entry as in round 0", async () => {
  const { worker } = openLedger(dynamo());

  expect(await worker("one").claimNotice({ ...notice, round: 1 })).toBe("overtaken");
});

it("distinguishes notices by ID, recipient and key", async () => {
  const { worker } = openLedger(dynamo());
  const ledger = worker("one");
  await ledger.claimNotice(notice);

  for (const other of [
    { id: { type: "stage", day: 70, outlook: "deactivation" } },
    { id: { type: "stage", day: 80, outlook: "staysActive" } },
    { to: "joe@example.com" },
    { accessKeyId: "AKIAOTHER" },
  ] as const)
    expect(await ledger.claimNotice({ ...notice, ...others, ...other })).toBe("claimed");
});

it("records everything that the rule needs, with the true day although the run began the day before", async () => {
  const world = openLedger(dynamo());
  world.now = Date.parse("2026-11-24T00:10:00Z");
  const ledger = world.worker("daily-2026-11-23");
  await ledger.claimNotice(notice);
  await ledger.confirmNotice(notice, "message-1");

  expect((await world.history()).notices).toEqual([
    {
      id: notice.id,
      to: notice.to,
      as: "owner",
      state: "sent",
      on: "2026-11-24",
      run: "daily-2026-11-23",
      claimId: "claim-1",
      round: 0,
      userType: "employee",
      names: "2026-12-03",
      noticeDays: 10,
      audience: "current",
      delivery: { state: "unknown" },
    },
  ]);
});

it("records the key's user and keeps the entry for 400 days, whichever write comes first", async () => {
  const claimed = openLedger(dynamo());
  await claimed.worker("one").claimNotice(notice);
  const revoked = openLedger(dynamo());
  await revoked.worker("one").revoke(key, "exemptionBegun", 0);
  const intended = openLedger(dynamo());
  await intended
    .worker("one")
    .intendDeactivation(key, { round: 0, claims: 0, restoreNumber: 0, deactivationNumber: 0 });

  const expiresAt = Date.parse("2027-12-28T00:00:00Z") / 1000;
  for (const world of [claimed, revoked, intended])
    expect(await world.item()).toMatchObject({ userName: "jane", createdOn: key.createdOn, expiresAt });
});

it("lets only the mail itself give its claim back", async () => {
  const { worker } = openLedger(dynamo());
  await worker("one").claimNotice(notice);

  await worker("one").releaseNotice({ ...notice, ...others });
  expect(await worker("two").claimNotice({ ...notice, ...others })).toBe("held");
  await worker("one").releaseNotice(notice);
  expect(await worker("two").claimNotice({ ...notice, ...others })).toBe("claimed");
});

it("does not let a sent notice be given back", async () => {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice(notice);
  await world.worker("one").confirmNotice(notice, "message-1");

  await world.worker("one").releaseNotice(notice);
  await world.worker("one").refuseNotice(notice);

  expect((await world.history()).notices).toMatchObject([{ state: "sent" }]);
});

it("records a rejected recipient only for the mail that has the claim, and never grants that notice again", async () => {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice(notice);

  await world.worker("two").refuseNotice({ ...notice, ...others });
  expect((await world.history()).notices).toMatchObject([{ state: "claimed" }]);
  await world.worker("one").refuseNotice(notice);
  expect((await world.history()).notices).toMatchObject([{ state: "refused", to: notice.to }]);
  world.now += 100_000;
  expect(await world.worker("two").claimNotice({ ...notice, ...others })).toBe("held");
});

it("removes outdated notices with the next claim, and nothing else", async () => {
  const world = openLedger(dynamo());
  const old = { state: "sent", as: "owner", run: "old", claimId: "old", round: 0, audience: "current" };
  await world.put({
    ...key,
    "notice stage-70-staysActive jane@example.com": { ...old, on: "2026-01-01" },
    "notice stage-300-staysActive jane@example.com": { ...old, on: "2026-08-01" },
    "notice restored-1 jane@example.com": { ...old, on: "2026-01-01" },
  });
  const ledger = world.worker("one");
  await ledger.histories();

  await ledger.claimNotice(noticeRef({ id: { type: "stage", day: 330, outlook: "staysActive" } }));

  expect((await world.history()).notices.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      { type: "stage", day: 330, outlook: "staysActive" },
      { type: "stage", day: 300, outlook: "staysActive" },
      { type: "restored", number: 1 },
    ]),
  );
  expect((await world.history()).notices).toHaveLength(3);
});

it("answers `held` for an outdated notice that was sent, and does not remove it when it is claimed", async () => {
  const world = openLedger(dynamo());
  const old = { state: "sent", as: "owner", run: "old", claimId: "old", round: 0, audience: "current" };
  await world.put({
    ...key,
    "notice stage-70-staysActive jane@example.com": { ...old, on: "2026-01-01" },
    "notice stage-300-staysActive jane@example.com": { ...old, on: "2026-11-01" },
  });
  const ledger = world.worker("one");
  await ledger.histories();

  const again = noticeRef({ id: { type: "stage", day: 70, outlook: "staysActive" }, to: "jane@example.com" });
  expect(await ledger.claimNotice(again)).toBe("held");
});

it("counts a claim as sent when SES reports about its mail, because only the confirmation was lost", async () => {
  const world = openLedger(dynamo());
  await world.worker("one").claimNotice(notice);

  const { client, tableName } = dynamo();
  const { accountId } = world;
  await recordDelivery(client, tableName, { accountId, claimId: "claim-1", on: today, what: "delivered" });

  expect((await world.history()).notices).toMatchObject([
    { state: "sent", delivery: { state: "delivered", on: today } },
  ]);
});

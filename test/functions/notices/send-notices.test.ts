import { setImmediate } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import type { KeyNotice, NoticeMail } from "../../../functions/notices/key-notice.ts";
import { type PostFailure, type SendTask, sendNotices } from "../../../functions/notices/send-notices.ts";
import { memoryClaims } from "./memory-claims.ts";
import { account, notice } from "./notice-fixture.ts";

const jane = "jane@example.com";
const joe = "joe@example.com";
const ann = "ann@example.com";

function to(address: string, ...keys: string[]): KeyNotice[] {
  return keys.map((accessKeyId) => notice({ to: address, accessKeyId }));
}

/** A mail service and a ledger in memory. */
function sendingWorld() {
  const world = {
    ledger: memoryClaims(),
    mails: [] as { mail: NoticeMail; claimId: string }[],
    /** The errors of the mails to a recipient, one by one. */
    failures: new Map<string, PostFailure[]>(),
    slots: [] as ("reached" | "noTimeLeft" | Error)[],
    backOffs: [] as number[],
    time: Date.parse("2026-11-23T09:00:00Z"),
  };
  let atOnce = 0;
  let mostAtOnce = 0;
  let claims = 0;
  const task: SendTask = {
    account,
    ledger: world.ledger,
    async post(mail, claimId) {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await setImmediate();
      atOnce -= 1;
      const failure = world.failures.get(mail.to)?.shift();
      if (failure !== undefined) return { failure, error: new Error(`SES: ${failure}`) };
      world.mails.push({ mail, claimId });
      return { messageId: `message-${world.mails.length}` };
    },
    pace: {
      async nextSlot() {
        const slot = world.slots.shift() ?? "reached";
        if (slot instanceof Error) throw slot;
        return slot;
      },
      async backOff(refusals) {
        world.backOffs.push(refusals);
      },
    },
    lastUsed: async () => ({ state: "never" }),
    now: () => new Date(world.time),
    newClaimId: () => `claim-${++claims}`,
  };
  const send = (...notices: KeyNotice[]) => sendNotices(notices, task);
  return Object.assign(world, { task, send, mostAtOnce: () => mostAtOnce });
}

/** Key, recipient and outcome of each notice. */
function outcomes({ results }: Awaited<ReturnType<typeof sendNotices>>): string[] {
  return results
    .map(({ accessKeyId, to: address, outcome }) => `${accessKeyId} ${address} ${outcome}`)
    .sort();
}

it("sends one mail to each recipient, each with its own claim", async () => {
  const { send, mails } = sendingWorld();

  const sent = await send(...to(jane, "AKIA1", "AKIA2"), ...to(joe, "AKIA1"));

  const posted = mails.map(({ mail, claimId }) => `${mail.to} ${mail.notices.length} ${claimId}`);
  expect(posted.sort()).toEqual([`${jane} 2 claim-1`, `${joe} 1 claim-2`]);
  expect(outcomes(sent)).toEqual([
    "AKIA1 jane@example.com sent",
    "AKIA1 joe@example.com sent",
    "AKIA2 jane@example.com sent",
  ]);
  expect(sent).toMatchObject({ errors: [], stopped: undefined });
});

it("claims every notice of a mail before it is sent, and confirms it afterwards, with everything that the ledger records", async () => {
  const { send, ledger } = sendingWorld();

  await send(notice({ to: jane, accessKeyId: "AKIA1", round: 3 }));

  expect(ledger.calls).toEqual([
    "claim AKIA1 jane@example.com",
    "message message-1",
    "confirm AKIA1 jane@example.com",
  ]);
  for (const ref of ledger.claimed)
    expect(ref).toEqual({
      accessKeyId: "AKIA1",
      userName: "anna.berg",
      createdOn: "2026-09-14",
      id: { type: "stage", day: 70, outlook: "deactivation" },
      to: jane,
      as: "owner",
      claimId: "claim-1",
      userType: "employee",
      names: "2026-12-13",
      noticeDays: 10,
      audience: "current",
      round: 3,
    });
});

it("reports each notice in the form of the account result", async () => {
  const { send } = sendingWorld();

  const { results } = await send(...to(jane, "AKIA1"));

  expect(results).toEqual([
    {
      accessKeyId: "AKIA1",
      id: { type: "stage", day: 70, outlook: "deactivation" },
      to: jane,
      as: "owner",
      names: "2026-12-13",
      outcome: "sent",
    },
  ]);
});

it("does not send a notice that another worker has claimed, nor one whose key was restored meanwhile", async () => {
  const { send, ledger, mails } = sendingWorld();
  ledger.answers.set(`AKIA1 ${jane}`, ["held"]);
  ledger.answers.set(`AKIA2 ${jane}`, ["overtaken"]);

  const sent = await send(...to(jane, "AKIA1", "AKIA2", "AKIA3"));

  expect(mails.map(({ mail }) => mail.notices.map(({ accessKeyId }) => accessKeyId))).toEqual([["AKIA3"]]);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} inFlight`, `AKIA2 ${jane} overtaken`, `AKIA3 ${jane} sent`]);
});

it("sends no mail if all its notices are void", async () => {
  const { send, ledger, mails } = sendingWorld();
  ledger.answers.set(`AKIA1 ${jane}`, ["held"]);

  await send(...to(jane, "AKIA1"));

  expect(mails).toEqual([]);
});

it("records a recipient that SES rejects, and sends the mails to all others", async () => {
  const { send, ledger, failures, mails } = sendingWorld();
  failures.set(jane, ["rejected"]);

  const sent = await send(...to(jane, "AKIA1"), ...to(joe, "AKIA1"));

  expect(ledger.calls).toContain(`refuse AKIA1 ${jane}`);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} refused`, `AKIA1 ${joe} sent`]);
  expect(sent.results.find(({ to: address }) => address === jane)?.error).toBe("Error: SES: rejected");
  expect(mails).toHaveLength(1);
  expect(sent).toMatchObject({ errors: [], stopped: undefined });
});

it.each(["rejected", "notSent", "notComposed", "unknownOutcome"] as const)(
  "sends the mails to all others, however many, if one mail is %s",
  async (failure) => {
    const { send, failures, mails } = sendingWorld();
    const recipients = Array.from({ length: 12 }, (_, index) => `owner-${index + 10}@example.com`);
    failures.set("owner-10@example.com", [failure]);

    const { stopped } = await send(...recipients.flatMap((recipient) => to(recipient, "AKIA1")));

    expect(mails.map(({ mail }) => mail.to).sort()).toEqual(recipients.slice(1));
    expect(stopped).toBeUndefined();
  },
);

it.each(["dailyQuota", "senderUnusable"] as const)(
  "sends no further mail after %s, gives the claim back and says why",
  async (failure) => {
    const { send, ledger, failures, mails } = sendingWorld();
    const recipients = Array.from({ length: 12 }, (_, index) => `owner-${index + 10}@example.com`);
    for (const recipient of recipients) failures.set(recipient, [failure]);

    const sent = await send(...recipients.flatMap((recipient) => to(recipient, "AKIA1")));

    expect(mails).toEqual([]);
    expect(sent.stopped).toBe(failure);
    expect(sent.results.map(({ outcome }) => outcome)).toEqual(Array(12).fill("failed"));
    const of = (write: string) => ledger.calls.filter((call) => call.startsWith(write)).length;
    expect(of("claim")).toBe(5);
    expect(of("release")).toBe(5);
    const reasons = sent.results.map(({ error }) => error ?? "");
    expect(reasons.filter((reason) => reason.startsWith("not sent: SES"))).toHaveLength(7);
  },
);

it("keeps the claim if it is unknown whether the mail was sent", async () => {
  const { send, ledger, failures } = sendingWorld();
  failures.set(jane, ["unknownOutcome"]);

  const sent = await send(...to(jane, "AKIA1"), ...to(joe, "AKIA1"));

  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} inFlight`, `AKIA1 ${joe} sent`]);
  expect(ledger.calls.filter((call) => call.includes(jane))).toEqual([`claim AKIA1 ${jane}`]);
});

it.each(["notComposed", "notSent"] as const)(
  "gives the notice back after %s, names the error as the account's, and sends the other mails",
  async (failure) => {
    const { send, ledger, failures } = sendingWorld();
    failures.set(jane, [failure]);

    const sent = await send(...to(jane, "AKIA1"), ...to(joe, "AKIA1"));

    expect(outcomes(sent)).toEqual([`AKIA1 ${jane} failed`, `AKIA1 ${joe} sent`]);
    expect(ledger.calls).toContain(`release AKIA1 ${jane}`);
    expect(sent.errors).toMatchObject([{ message: `SES: ${failure}` }]);
  },
);

it("waits longer each time SES says that the rate is exceeded, and claims again before each retry", async () => {
  const { send, ledger, failures, mails, backOffs } = sendingWorld();
  failures.set(jane, ["rateExceeded", "rateExceeded"]);

  const sent = await send(...to(jane, "AKIA1"));

  expect(backOffs).toEqual([0, 1]);
  expect(ledger.calls.filter((call) => call.startsWith("claim"))).toHaveLength(3);
  expect(mails.map(({ claimId }) => claimId)).toEqual(["claim-1"]);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} sent`]);
});

it("gives a claim back whose key was restored while the mail waited, so that nothing counts as sent", async () => {
  const { send, ledger, failures, mails } = sendingWorld();
  failures.set(jane, ["rateExceeded"]);
  ledger.answers.set(`AKIA1 ${jane}`, ["claimed", "overtaken"]);

  const sent = await send(...to(jane, "AKIA1"));

  expect(mails).toEqual([]);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} overtaken`]);
  expect(ledger.calls.at(-1)).toBe(`release AKIA1 ${jane}`);
});

it("keeps what was sent before the deadline, and claims nothing for the rest", async () => {
  const { send, ledger, slots } = sendingWorld();
  slots.push("reached", "noTimeLeft");

  const sent = await send(...to(ann, "AKIA1"), ...to(jane, "AKIA1"));

  expect(sent).toMatchObject({ stopped: "noTimeLeft", errors: [] });
  expect(outcomes(sent)).toEqual([`AKIA1 ${ann} sent`, `AKIA1 ${jane} failed`]);
  expect(ledger.calls.filter((call) => call.includes(jane))).toEqual([]);
});

it("sends a mail that has its slot, even if another one had no time left", async () => {
  const { send, slots } = sendingWorld();
  slots.push("noTimeLeft", "reached");

  const sent = await send(...to(ann, "AKIA1"), ...to(jane, "AKIA1"));

  expect(outcomes(sent)).toEqual([`AKIA1 ${ann} failed`, `AKIA1 ${jane} sent`]);
});

it("gives the claim back if the deadline passes while it waits to retry", async () => {
  const { send, ledger, slots, failures } = sendingWorld();
  failures.set(jane, ["rateExceeded"]);
  slots.push("reached", "noTimeLeft");

  const sent = await send(...to(jane, "AKIA1"));

  expect(sent.stopped).toBe("noTimeLeft");
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} failed`]);
  expect(ledger.calls).toEqual([`claim AKIA1 ${jane}`, `release AKIA1 ${jane}`]);
});

it("stops a mail whose claim fails, and no other", async () => {
  const { send, ledger, mails } = sendingWorld();
  ledger.failing.add(`claim AKIA2 ${jane}`);

  const sent = await send(...to(jane, "AKIA1", "AKIA2"), ...to(joe, "AKIA1"));

  expect(mails.map(({ mail }) => mail.to)).toEqual([joe]);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} inFlight`, `AKIA1 ${joe} sent`, `AKIA2 ${jane} inFlight`]);
  expect(sent.errors).toHaveLength(1);
});

it("stops a mail whose slot cannot be reserved, and no other; none of its notices is in flight", async () => {
  const { send, slots, mails } = sendingWorld();
  slots.push(new Error("DynamoDB failed"));

  const sent = await send(...to(jane, "AKIA1"), ...to(joe, "AKIA1"));

  expect(mails.map(({ mail }) => mail.to)).toEqual([joe]);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} failed`, `AKIA1 ${joe} sent`]);
  expect(sent.errors).toMatchObject([{ message: "DynamoDB failed" }]);
});

it("confirms the other notices of a mail if one confirmation fails", async () => {
  const { send, ledger } = sendingWorld();
  ledger.failing.add(`confirm AKIA1 ${jane}`);

  const sent = await send(...to(jane, "AKIA1", "AKIA2"));

  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} inFlight`, `AKIA2 ${jane} sent`]);
  expect(sent.errors).toHaveLength(1);
});

it("claims again if claiming took so long that another worker may take over before SES answers", async () => {
  const world = sendingWorld();
  const { task, ledger, mails, send } = world;
  const seconds = [61, 1];
  const claimNotice: typeof ledger.claimNotice = (ref) => {
    world.time += (seconds.shift() ?? 0) * 1_000;
    return ledger.claimNotice(ref);
  };
  Object.assign(task, { ledger: { ...ledger, claimNotice } });

  const sent = await send(...to(jane, "AKIA1"));

  expect(ledger.calls.filter((call) => call.startsWith("claim"))).toHaveLength(2);
  expect(mails).toHaveLength(1);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} sent`]);
});

it("sends nothing if another worker took over because claiming took too long", async () => {
  const world = sendingWorld();
  const { task, ledger, mails, send } = world;
  ledger.answers.set(`AKIA1 ${jane}`, ["claimed", "held"]);
  const claimNotice: typeof ledger.claimNotice = (ref) => {
    world.time += 91_000;
    return ledger.claimNotice(ref);
  };
  Object.assign(task, { ledger: { ...ledger, claimNotice } });

  const sent = await send(...to(jane, "AKIA1"));

  expect(mails).toEqual([]);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} inFlight`]);
});

it("confirms a sent mail as soon as the ledger answers again, so that no retry sends it twice", async () => {
  const { send, ledger, mails, backOffs } = sendingWorld();
  ledger.interrupted.set(`confirm AKIA1 ${jane}`, 5);

  const sent = await send(...to(jane, "AKIA1"));

  expect(backOffs).toEqual([0, 1, 2, 3, 4]);
  expect(mails).toHaveLength(1);
  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} sent`]);
  expect(sent.errors).toEqual([]);
});

it("reports a sent mail as in flight if the ledger does not answer at all", async () => {
  const { send, ledger } = sendingWorld();
  ledger.interrupted.set(`confirm AKIA1 ${jane}`, 100);

  const sent = await send(...to(jane, "AKIA1"), ...to(joe, "AKIA1"));

  expect(outcomes(sent)).toEqual([`AKIA1 ${jane} inFlight`, `AKIA1 ${joe} sent`]);
  expect(sent.errors).toHaveLength(1);
});

it("sends at most five mails at the same time", async () => {
  const { send, mostAtOnce } = sendingWorld();

  await send(...Array.from({ length: 12 }, (_, index) => notice({ to: `owner-${index}@example.com` })));

  expect(mostAtOnce()).toBe(5);
});

it("reads the last use of a key only if it is not known yet, and only when its mail is sent", async () => {
  const { send, task, mails } = sendingWorld();
  const lastUsed = vi.fn(task.lastUsed);
  Object.assign(task, { lastUsed });
  const known = notice({ to: jane, accessKeyId: "AKIA1" });
  const unknown = notice({ to: jane, accessKeyId: "AKIA2", lastUsed: undefined });

  await send(known, unknown);

  expect(lastUsed.mock.calls.map(([{ accessKeyId }]) => accessKeyId)).toEqual(["AKIA2"]);
  expect(mails[0]?.mail.notices.map((one) => one.lastUsed)).toEqual([known.lastUsed, { state: "never" }]);
});

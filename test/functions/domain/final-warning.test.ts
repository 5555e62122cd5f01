import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { handleUnwarned } from "../../../functions/domain/final-warning.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { Delivery, NoticeId } from "../../../functions/domain/notice.ts";
import { recipientsOf } from "../../../functions/domain/recipients.ts";
import { historyOf, notice, today } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

const fallback = "cloud-team@example.com";
const bounced: Delivery = { state: "bounced", on: today, cause: "Permanent/General" };
const unknown: Delivery = { state: "unknown" };
const warning: NoticeId = { type: "finalWarning", round: 0, number: 1 };

function unwarned(history: KeyHistory, email = "jane@example.com") {
  const recipients = recipientsOf(email, fallback, ["example.com"]);
  return handleUnwarned({ history, recipients, rules: rules(), today });
}

it("a key without any notice gets its first final warning", () => {
  expect(unwarned(emptyHistory)).toEqual({
    reason: { code: "notWarned", revokedBy: undefined },
    warning: { id: warning, audience: "current", to: [{ address: "jane@example.com", as: "owner" }] },
  });
});

it("a key whose notices were revoked gets the first warning of its new round, with the cause of the revocation", () => {
  const revocations = [{ round: 1, by: "exemptionEnded", on: today, run: "run" }] as const;
  expect(unwarned(historyOf([notice()], { round: 1, revocations }))).toMatchObject({
    reason: { code: "notWarned", revokedBy: "exemptionEnded" },
    warning: { id: { type: "finalWarning", round: 1, number: 1 } },
  });
});

it("the final warnings of each round are numbered from 1", () => {
  const before = notice({ id: { ...warning, number: 3 }, sentDaysAgo: 20 });
  expect(unwarned(historyOf([before], { round: 1 })).warning?.id).toEqual({ ...warning, round: 1 });
});

it("a key that its owner reactivated gets a new warning, not the mail about its deactivation that bounced", () => {
  const revocations = [{ round: 1, by: "deactivation", on: today, run: "run" }] as const;
  const id: NoticeId = { type: "deactivated", number: 1 };
  const lost = notice({ id, round: 1, sentDaysAgo: 1, namesInDays: undefined, delivery: bounced });
  expect(unwarned(historyOf([lost], { round: 1, revocations }))).toEqual({
    reason: { code: "notWarned", revokedBy: "deactivation" },
    warning: {
      id: { ...warning, round: 1 },
      audience: "current",
      to: [{ address: "jane@example.com", as: "owner" }],
    },
  });
});

it("an owner whose delivery report has expired is warned again, and the fallback contact gets no mail about that owner", () => {
  const old = notice({ sentDaysAgo: 200, namesInDays: -190, delivery: unknown });
  expect(unwarned(historyOf([old]))).toEqual({
    reason: { code: "noticeStale", named: old.names },
    warning: { id: warning, audience: "current", to: [{ address: "jane@example.com", as: "owner" }] },
  });
});

it("the same after a wait of half a year, in which the notice did not become stale", () => {
  const old = notice({ sentDaysAgo: 200, namesInDays: -190, delivery: unknown });
  const waiting = { round: 0, days: 190, last: addDays(today, -1) };
  expect(unwarned(historyOf([old], { waiting })).warning?.to).toEqual([
    { address: "jane@example.com", as: "owner" },
  ]);
});

describe("nothing is sent if waiting is enough", () => {
  it.each([
    {
      what: "the named day is in the future",
      history: historyOf([notice({ namesInDays: 4, sentDaysAgo: 6 })]),
      code: "dayNotReached",
    },
    {
      what: "it was delivered a day late",
      history: historyOf([notice({ delivery: { state: "delivered", on: addDays(today, -9) } })]),
      code: "deliveredTooLate",
    },
    {
      what: "SES has not reported yet",
      history: historyOf([notice({ sentDaysAgo: 1, namesInDays: 9, delivery: unknown })]),
      code: "deliveryUnknown",
    },
  ])("$what", ({ history, code }) => {
    const { reason, warning: sent } = unwarned(history);

    expect(reason.code).toBe(code);
    expect(sent).toBeUndefined();
  });

  it("a second owner gets no mail while the first one was warned in time", () => {
    const own = notice({ id: warning, namesInDays: 4, sentDaysAgo: 6 });
    expect(unwarned(historyOf([own]), "jane@example.com joe@example.com").warning).toBeUndefined();
  });

  it("a notice that arrived late counts from the first day on which any of them is old enough", () => {
    const late = (number: number, daysAgo: number) =>
      notice({
        id: { ...warning, number },
        sentDaysAgo: 11,
        namesInDays: -1,
        delivery: { state: "delivered", on: addDays(today, -daysAgo) },
      });
    expect(unwarned(historyOf([late(2, 3), late(1, 5)]))).toEqual({
      reason: { code: "deliveredTooLate", until: addDays(today, 5) },
    });
  });
});

describe("a notice whose worker was interrupted", () => {
  const own = notice({ id: warning, namesInDays: 4, sentDaysAgo: 6 });
  const claimed = {
    id: warning,
    state: "claimed",
    delivery: unknown,
    sentDaysAgo: 6,
    namesInDays: 4,
  } as const;

  it("is sent to the owner who missed it, although another one was warned in time", () => {
    const history = historyOf([own, notice({ ...claimed, to: "joe@example.com" })]);
    expect(unwarned(history, "jane@example.com joe@example.com")).toEqual({
      reason: { code: "dayNotReached", named: addDays(today, 4) },
      warning: { id: warning, audience: "current", to: [{ address: "joe@example.com", as: "owner" }] },
    });
  });

  it("between two recipients is sent to the other one by another run of the same day, and by none on a later day", () => {
    const sentToday = notice({ id: warning, sentDaysAgo: 0, namesInDays: 10 });
    const sentBefore = notice({ id: warning, sentDaysAgo: 1, namesInDays: 9 });

    expect(unwarned(historyOf([sentToday]), "jane@example.com joe@example.com")).toEqual({
      reason: { code: "dayNotReached", named: addDays(today, 10) },
      warning: { id: warning, audience: "current", to: [{ address: "joe@example.com", as: "owner" }] },
    });
    expect(unwarned(historyOf([sentToday]), "jane@example.com nobody").warning?.to).toMatchObject([
      { address: fallback, as: "fallback" },
    ]);
    expect(unwarned(historyOf([sentToday])).warning).toBeUndefined();
    expect(unwarned(historyOf([sentBefore]), "jane@example.com joe@example.com").warning).toBeUndefined();
  });

  it("before it was sent to a former owner causes no mail to an owner who was warned in time", () => {
    const stage = notice({ namesInDays: 4, sentDaysAgo: 6 });
    const toFormer = notice({ ...claimed, id: stage.id, to: "former@example.com" });
    expect(unwarned(historyOf([stage, toFormer]))).toEqual({
      reason: { code: "dayNotReached", named: addDays(today, 4) },
    });
  });

  it("before the fallback contact got a warning to everybody is sent to the fallback contact", () => {
    expect(unwarned(historyOf([{ ...own, audience: "everyone" }]))).toMatchObject({
      reason: { code: "dayNotReached" },
      warning: { id: warning, audience: "everyone", to: [{ address: fallback, as: "fallback" }] },
    });
  });

  it("does not count as a warning: after a stage's notice, the owner gets a final warning the next day", () => {
    const stage = notice({ state: "claimed", sentDaysAgo: 1, namesInDays: 9, delivery: unknown });
    expect(unwarned(historyOf([stage]))).toMatchObject({
      reason: { code: "notWarned" },
      warning: { id: warning, to: [{ address: "jane@example.com", as: "owner" }] },
    });
  });
});

describe("the fallback contact", () => {
  it.each([
    { delivery: bounced, sentDaysAgo: 1 },
    { delivery: unknown, sentDaysAgo: 2 },
  ])(
    "gets the notice that reached no owner: $delivery.state after $sentDaysAgo days",
    ({ delivery, sentDaysAgo }) => {
      const own = notice({ delivery, sentDaysAgo, namesInDays: 9 });

      expect(unwarned(historyOf([own]))).toMatchObject({
        reason: { code: "ownerUnreachable", addresses: ["jane@example.com"] },
        warning: { id: own.id, audience: "current", to: [{ address: fallback, as: "fallback" }] },
      });
    },
  );

  it("that cannot be reached either leaves the key on hold, and is tried again after a week", () => {
    const wasTried = (sentDaysAgo: number) =>
      historyOf([
        notice({ id: warning, delivery: bounced, sentDaysAgo }),
        notice({ id: warning, to: fallback, as: "fallback", delivery: bounced, sentDaysAgo }),
      ]);

    expect(unwarned(wasTried(6))).toEqual({
      reason: { code: "nobodyReached", addresses: ["jane@example.com", fallback] },
    });
    expect(unwarned(wasTried(7)).warning?.id).toEqual({ ...warning, number: 2 });
  });

  it("gets the latest notice that reached no owner, in whatever order the ledger lists them", () => {
    const notices = [
      notice({ id: { ...warning, number: 2 }, delivery: bounced, sentDaysAgo: 1, namesInDays: 9 }),
      notice({ id: warning, audience: "everyone", to: "former@example.com", sentDaysAgo: 10 }),
      notice({ sentDaysAgo: 20, delivery: bounced }),
    ];
    for (const history of [historyOf(notices), historyOf(notices.toReversed())])
      expect(unwarned(history).warning).toMatchObject({
        id: { ...warning, number: 2 },
        audience: "current",
        to: [{ address: fallback, as: "fallback" }],
      });
  });

  it("gets a final warning that followed another notice on the same day, in whatever order the ledger lists them", () => {
    const restored: NoticeId = { type: "restored", number: 1 };
    const notices = [
      notice({ id: restored, delivery: bounced, sentDaysAgo: 4, namesInDays: 9 }),
      notice({
        id: restored,
        to: fallback,
        as: "fallback",
        state: "refused",
        sentDaysAgo: 2,
        namesInDays: 9,
      }),
      notice({ id: warning, delivery: bounced, sentDaysAgo: 2, namesInDays: 9 }),
    ];
    for (const history of [historyOf(notices), historyOf(notices.toReversed())])
      expect(unwarned(history)).toMatchObject({
        reason: { code: "ownerUnreachable" },
        warning: { id: warning, to: [{ address: fallback, as: "fallback" }] },
      });
  });

  it("whose notice bounced is reported if the email tag names nobody and nobody else was reached", () => {
    const lost = notice({ id: warning, to: fallback, as: "fallback", delivery: bounced });
    expect(unwarned(historyOf([lost]), "").reason).toEqual({ code: "nobodyReached", addresses: [fallback] });
    const toFormer = (delivery: Delivery) => notice({ to: "former@example.com", delivery });
    expect(unwarned(historyOf([toFormer(bounced), lost]), "").reason.code).toBe("nobodyReached");
    expect(unwarned(historyOf([toFormer(unknown), lost]), "").reason.code).toBe("nobodyReached");
    expect(unwarned(historyOf([notice({ to: "former@example.com" }), lost]), "").reason).toEqual({
      code: "ownerChanged",
    });
  });

  it("is warned if the email tag names nobody and the notice to the former owner bounced", () => {
    const former = notice({ id: warning, to: "former@example.com", delivery: bounced, sentDaysAgo: 8 });
    expect(unwarned(historyOf([former]), "")).toMatchObject({
      reason: { code: "ownerChanged" },
      warning: { to: [{ address: fallback, as: "fallback" }] },
    });
  });

  it("whose notice bounced does not stand for a new owner: the reason for their warning is the change of owner", () => {
    const lost = notice({ id: warning, to: fallback, as: "fallback", delivery: bounced, sentDaysAgo: 7 });
    expect(unwarned(historyOf([lost]))).toMatchObject({
      reason: { code: "ownerChanged" },
      warning: { to: [{ address: "jane@example.com", as: "owner" }] },
    });
  });

  it("gets the warning once if they own the key too", () => {
    expect(unwarned(emptyHistory, `${fallback} nobody`).warning?.to).toEqual([
      { address: fallback, as: "owner" },
    ]);
  });
});

describe("a new owner", () => {
  it.each([
    { what: "bounced", delivery: bounced },
    { what: "is not known to be delivered", delivery: unknown },
  ])("gets a warning of their own if the notice to the former owner $what", ({ delivery }) => {
    const former = notice({ to: "former@example.com", delivery, sentDaysAgo: 8, namesInDays: 2 });
    expect(unwarned(historyOf([former]))).toMatchObject({
      reason: { code: "ownerChanged" },
      warning: { id: warning, to: [{ address: "jane@example.com", as: "owner" }] },
    });
  });

  it("is not reported as unreachable if an earlier notice of their own bounced and the latest went to another", () => {
    const own = notice({ sentDaysAgo: 20, namesInDays: -2, delivery: bounced });
    const toAnother = notice({ id: warning, to: "other@example.com", sentDaysAgo: 8, namesInDays: 2 });
    expect(unwarned(historyOf([own, toAnother])).reason).toEqual({ code: "ownerChanged" });
  });

  it("who is added to one whose notice bounced was not warned before", () => {
    const toJane = notice({ id: warning, delivery: bounced, sentDaysAgo: 1, namesInDays: 9 });
    expect(unwarned(historyOf([toJane]), "jane@example.com joe@example.com")).toMatchObject({
      reason: { code: "notWarned" },
      warning: { id: warning, to: [{ address: "joe@example.com", as: "owner" }] },
    });
  });

  it("gets the final warning that the former owner had, if it is recent", () => {
    const former = notice({ id: warning, to: "former@example.com", sentDaysAgo: 3, namesInDays: 7 });
    expect(unwarned(historyOf([former]))).toMatchObject({
      reason: { code: "ownerChanged" },
      warning: { id: warning, to: [{ address: "jane@example.com", as: "owner" }] },
    });
  });

  it.each([
    { sentDaysAgo: 6, isSent: false },
    { sentDaysAgo: 7, isSent: true },
  ])(
    "after two days of one warning gets the next $sentDaysAgo days after it: $isSent",
    ({ sentDaysAgo, isSent }) => {
      const history = historyOf([
        notice({ id: warning, to: "first@example.com", sentDaysAgo: sentDaysAgo + 1, namesInDays: 4 }),
        notice({ id: warning, to: "second@example.com", sentDaysAgo, namesInDays: 5 }),
      ]);
      expect(unwarned(history).warning?.id).toEqual(isSent ? { ...warning, number: 2 } : undefined);
    },
  );

  it("after two others who were warned causes a warning to all of them and to the fallback contact", () => {
    const history = historyOf([
      notice({ id: warning, to: "first@example.com", sentDaysAgo: 9, namesInDays: 4 }),
      notice({ id: warning, to: "second@example.com", sentDaysAgo: 8, namesInDays: 5 }),
    ]);
    expect(unwarned(history).warning).toMatchObject({
      audience: "everyone",
      to: [
        { address: "jane@example.com", as: "owner" },
        { address: "second@example.com", as: "previousOwner" },
        { address: "first@example.com", as: "previousOwner" },
        { address: fallback, as: "fallback", because: [{ code: "ownersChangeOften" }] },
      ],
    });
  });
});

describe("after the owners changed twice", () => {
  const second: NoticeId = { ...warning, number: 2 };
  const toFirst = notice({ id: warning, to: "first@example.com", sentDaysAgo: 20, namesInDays: -10 });
  const toJane = (sentDaysAgo: number) =>
    notice({ id: second, sentDaysAgo, namesInDays: 10 - sentDaysAgo, delivery: bounced });

  it("the fallback contact gets the warning that reached nobody, and a week after it everybody gets a new one", () => {
    expect(unwarned(historyOf([toFirst, toJane(6)])).warning).toMatchObject({
      id: second,
      audience: "current",
      to: [{ address: fallback, as: "fallback" }],
    });
    expect(unwarned(historyOf([toFirst, toJane(7)])).warning).toMatchObject({
      id: { ...warning, number: 3 },
      audience: "everyone",
      to: [{ address: "jane@example.com" }, { address: "first@example.com" }, { address: fallback }],
    });
  });

  it("the fallback contact does not get the warning that a former owner got", () => {
    const toFormer = notice({ id: second, to: "former@example.com", sentDaysAgo: 6, namesInDays: 4 });
    expect(unwarned(historyOf([toFirst, toFormer, toJane(5)]))).toEqual({
      reason: { code: "ownerUnreachable", addresses: ["jane@example.com"] },
    });
  });

  it("a warning that bounced for a former owner is not sent to the owner of today", () => {
    const lost = notice({ id: second, to: "former@example.com", sentDaysAgo: 6, delivery: bounced });
    expect(unwarned(historyOf([toFirst, lost])).warning).toBeUndefined();
  });

  it("the fallback contact gets the warning to everybody that only a former owner got, if a run stopped before", () => {
    const everyone = { id: second, audience: "everyone", sentDaysAgo: 1, namesInDays: 9 } as const;
    const history = historyOf([
      toFirst,
      notice({ ...everyone, delivery: bounced }),
      notice({ ...everyone, to: "first@example.com", as: "previousOwner" }),
    ]);
    expect(unwarned(history).warning).toMatchObject({
      id: second,
      audience: "everyone",
      to: [{ address: fallback, as: "fallback" }],
    });
  });

  it("a warning to everybody that all of them got causes no mail to the next owner", () => {
    const everyone = { id: second, audience: "everyone", sentDaysAgo: 6, namesInDays: 4 } as const;
    const history = historyOf([
      toFirst,
      notice(everyone),
      notice({ ...everyone, to: fallback, as: "fallback" }),
    ]);
    expect(unwarned(history, "next@example.com")).toEqual({
      reason: { code: "dayNotReached", named: addDays(today, 4) },
    });
  });
});

it.each([
  { named: -14, code: "ownerChanged" },
  { named: -15, code: "noticeStale" },
])("a notice to a former owner that named a day $named days from today: $code", ({ named, code }) => {
  const former = notice({ to: "former@example.com", sentDaysAgo: 30, namesInDays: named });
  expect(unwarned(historyOf([former])).reason.code).toBe(code);
});

it("of several notices that are too old, the latest named day is given", () => {
  const old = (number: number, namesInDays: number) =>
    notice({ id: { ...warning, number }, sentDaysAgo: 40, namesInDays });
  expect(unwarned(historyOf([old(2, -15), old(1, -20)])).reason).toEqual({
    code: "noticeStale",
    named: addDays(today, -15),
  });
});

it("an owner who returns is warned again if the day of their own notice is too long ago", () => {
  const own = (namesInDays: number) => notice({ sentDaysAgo: 40, namesInDays });
  const toAnother = notice({ id: warning, to: "other@example.com", sentDaysAgo: 9, namesInDays: 1 });

  expect(unwarned(historyOf([own(-13), toAnother])).reason.code).toBe("dayNotReached");
  expect(unwarned(historyOf([own(-14), toAnother]))).toMatchObject({
    reason: { code: "noticeStale", named: addDays(today, -14) },
    warning: {
      id: { ...warning, number: 2 },
      audience: "everyone",
      to: [
        { address: "jane@example.com", as: "owner" },
        { address: "other@example.com", as: "previousOwner" },
        { address: fallback, as: "fallback" },
      ],
    },
  });
});

it("a key with mail on ten of the last 30 days gets no further warning", () => {
  const noise = Array.from({ length: 10 }, (_, index) =>
    notice({
      id: { type: "stage", day: index, outlook: "staysActive" },
      sentDaysAgo: 29 - index,
      namesInDays: undefined,
    }),
  );

  expect(unwarned(historyOf(noise))).toEqual({ reason: { code: "mailLimit" } });
  expect(unwarned(historyOf(noise.slice(1))).warning).toBeDefined();
});

it("a malformed address sends the warning to the fallback contact, with the value found", () => {
  expect(unwarned(emptyHistory, "nobody").warning?.to).toEqual([
    { address: fallback, as: "fallback", because: [{ code: "malformedAddress", found: "nobody" }] },
  ]);
});

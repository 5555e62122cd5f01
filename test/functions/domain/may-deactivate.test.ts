import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { KeyHistory } from "../../../functions/domain/key-history.ts";
import { type Condition, mayDeactivate } from "../../../functions/domain/may-deactivate.ts";
import type { Delivery, NoticeId } from "../../../functions/domain/notice.ts";
import { historyOf, notice, restoredUntil, today } from "./key-fixture.ts";

const jane = "jane@example.com";
const fallback = "cloud-team@example.com";
const bounced: Delivery = { state: "bounced", on: addDays(today, -9), cause: "Permanent/NoEmail" };
const unknown: Delivery = { state: "unknown" };
const warning: NoticeId = { type: "finalWarning", round: 0, number: 1 };

function answer(history: KeyHistory, owners: readonly string[] = [jane]) {
  return mayDeactivate({ history, owners, fallback, today, noticeValidDays: 14 });
}

/** The names of the conditions that fail. */
function failing(history: KeyHistory, owners?: readonly string[]): Condition["name"][] {
  return answer(history, owners)
    .conditions.filter(({ holds }) => !holds)
    .map(({ name }) => name);
}

it("allows the deactivation when a notice named today and was delivered to the owner ten days ago", () => {
  expect(answer(historyOf([notice()]))).toMatchObject({ may: true });
});

it("refuses the deactivation of a key without any notice", () => {
  expect(failing(historyOf([]))).toEqual(["delivered", "standing", "fresh"]);
});

it("gives no age of a notice for a key without any notice", () => {
  expect(answer(historyOf([])).conditions).toContainEqual({ name: "fresh", holds: false });
});

it("gives the same answer in whatever order the ledger lists the notices", () => {
  const early = notice({ sentDaysAgo: 40, namesInDays: -30 });
  const late = notice({ id: warning, sentDaysAgo: 11, namesInDays: -1 });
  const tooLate = notice({ id: { ...warning, number: 2 }, sentDaysAgo: 3, namesInDays: -1 });
  expect(answer(historyOf([tooLate, late, early]))).toEqual(answer(historyOf([early, late, tooLate])));
  expect(answer(historyOf([tooLate, late, early]))).toMatchObject({
    may: true,
    conditions: [{}, { since: addDays(today, -30) }, {}, { age: 1 }],
  });
});

describe("condition 1, the day", () => {
  it.each([
    { namesInDays: 1, holds: false },
    { namesInDays: 0, holds: true },
    { namesInDays: -1, holds: true },
  ])("a named day $namesInDays days from today: holds is $holds", ({ namesInDays, holds }) => {
    expect(answer(historyOf([notice({ namesInDays, sentDaysAgo: 15 })])).may).toBe(holds);
  });

  it("the latest of several named days binds, whoever got it", () => {
    const later = notice({ to: "other@example.com", sentDaysAgo: 5, namesInDays: 5 });
    expect(failing(historyOf([notice(), later]))).toEqual(["day"]);
  });

  it("a named day binds although nothing is known of its delivery", () => {
    expect(
      failing(historyOf([notice(), notice({ to: "b@example.com", namesInDays: 3, delivery: unknown })])),
    ).toEqual(["day"]);
  });

  it("a named day binds although the notice is only claimed: it may have been sent", () => {
    const claimed = notice({
      id: warning,
      state: "claimed",
      sentDaysAgo: 1,
      namesInDays: 9,
      delivery: unknown,
    });
    expect(failing(historyOf([notice(), claimed]))).toEqual(["day"]);
  });

  it("the day of a notice that bounced does not bind", () => {
    const later = notice({ to: "b@example.com", namesInDays: 5, delivery: bounced });
    expect(answer(historyOf([notice(), later])).may).toBe(true);
  });

  it("the day of a notice that SES refused does not bind", () => {
    const later = notice({ to: "b@example.com", namesInDays: 5, state: "refused", delivery: unknown });
    expect(answer(historyOf([notice(), later])).may).toBe(true);
  });

  it.each([
    { until: 0, may: false },
    { until: -1, may: true },
  ])("a restore until $until days from today: may is $may", ({ until, may }) => {
    const restore = restoredUntil(addDays(today, until));
    expect(answer(historyOf([notice()], { restore })).may).toBe(may);
  });

  it("the named day binds although a restore ended before it", () => {
    const restore = restoredUntil(addDays(today, -6));
    expect(answer(historyOf([notice({ namesInDays: 3 })], { restore }))).toMatchObject({
      may: false,
      conditions: [{ name: "day", holds: false, notBefore: addDays(today, 3) }, {}, {}, {}],
    });
  });
});

describe("condition 2, delivered in time to whoever owns the key now", () => {
  it.each([
    { deliveredDaysAgo: 9, may: false },
    { deliveredDaysAgo: 10, may: true },
    { deliveredDaysAgo: 11, may: true },
  ])("delivered $deliveredDaysAgo days ago: may is $may", ({ deliveredDaysAgo, may }) => {
    const delivery: Delivery = { state: "delivered", on: addDays(today, -deliveredDaysAgo) };
    expect(answer(historyOf([notice({ sentDaysAgo: 12, delivery })])).may).toBe(may);
  });

  it("applies the notice period that was in force when the notice was sent", () => {
    expect(failing(historyOf([notice({ noticeDays: 20 })]))).toEqual(["delivered"]);
    expect(failing(historyOf([{ ...notice(), noticeDays: undefined }]))).toEqual(["delivered"]);
    expect(answer(historyOf([notice({ noticeDays: 7, sentDaysAgo: 7 })])).may).toBe(true);
  });

  it.each([
    ["has bounced", bounced],
    ["bounced long ago", { ...bounced, on: addDays(today, -10) }],
    ["is not known to be delivered", unknown],
  ])("a notice that %s warned nobody", (_, delivery) => {
    expect(failing(historyOf([notice({ delivery })]))).toContain("delivered");
  });

  it("a delivery to a former owner does not warn the owner of today", () => {
    expect(failing(historyOf([notice({ to: "former@example.com" })]))).toEqual(["delivered"]);
  });

  it("a delivery to one of two owners is enough", () => {
    expect(answer(historyOf([notice()]), [jane, "joe@example.com"]).may).toBe(true);
  });

  it("the fallback contact counts if there is no current recipient", () => {
    expect(answer(historyOf([notice({ to: fallback, as: "fallback" })]), []).may).toBe(true);
  });

  it("a delivery to a former owner does not count if there is no current recipient", () => {
    expect(failing(historyOf([notice({ to: "former@example.com" })]), [])).toEqual(["delivered"]);
  });

  it("the fallback contact does not count while the notice may still reach an owner", () => {
    expect(failing(historyOf([notice({ to: fallback, as: "fallback" })]))).toEqual(["delivered"]);
  });

  it.each([
    { delivery: bounced, state: "sent", sentDaysAgo: 10, counts: true },
    { delivery: unknown, state: "refused", sentDaysAgo: 10, counts: true },
    { delivery: unknown, state: "sent", sentDaysAgo: 2, counts: true },
    { delivery: unknown, state: "sent", sentDaysAgo: 1, counts: false },
    { delivery: unknown, state: "sent", sentDaysAgo: 169, counts: true },
    // The ledger no longer has a report about so old a mail, and the owner may have got it.
    { delivery: unknown, state: "sent", sentDaysAgo: 170, counts: false },
    { delivery: unknown, state: "refused", sentDaysAgo: 200, counts: true },
  ] as const)(
    "the fallback contact counts is $counts if that notice to the owner is $state, $delivery.state, $sentDaysAgo days old",
    ({ delivery, state, sentDaysAgo, counts }) => {
      const own = notice({ delivery, state, sentDaysAgo, namesInDays: -1 });
      const toFallback = notice({ to: fallback, as: "fallback" });
      expect(answer(historyOf([own, toFallback])).may).toBe(counts);
    },
  );

  it("the fallback contact counts only for the notice that reached no owner, not for another one", () => {
    const own = notice({ delivery: bounced });
    const toFallback = notice({ id: warning, to: fallback, as: "fallback" });
    expect(failing(historyOf([own, toFallback]))).toContain("delivered");
  });

  it("the fallback contact does not count if the notice reached one of the owners too late", () => {
    const own = notice({ sentDaysAgo: 3, namesInDays: -1 });
    const toFallback = notice({ to: fallback, as: "fallback" });
    expect(failing(historyOf([own, toFallback]))).toContain("delivered");
  });

  it("the fallback contact does not count if the notice reached one owner too late and the other not at all", () => {
    const late = notice({ sentDaysAgo: 3, namesInDays: -1 });
    const toJoe = notice({ to: "joe@example.com", delivery: bounced });
    const toFallback = notice({ to: fallback, as: "fallback" });
    expect(failing(historyOf([toJoe, late, toFallback]), [jane, "joe@example.com"])).toContain("delivered");
  });

  it("the fallback contact does not count for an owner who never got the notice", () => {
    const toFormer = notice({ to: "former@example.com", delivery: bounced });
    const toFallback = notice({ to: fallback, as: "fallback" });
    expect(failing(historyOf([toFormer, toFallback]))).toEqual(["delivered"]);
  });

  it("the fallback contact does not count for a notice that bounced before the last revocation", () => {
    const own = notice({ delivery: bounced });
    const toFallback = notice({ to: fallback, as: "fallback", round: 1 });
    expect(failing(historyOf([own, toFallback], { round: 1 }))).toEqual(["delivered"]);
  });

  it("a notice to old and new owners and the fallback contact counts whoever owns the key later", () => {
    const everyone = { id: warning, audience: "everyone" } as const;
    const history = historyOf([
      notice({ ...everyone, to: "former@example.com", as: "previousOwner" }),
      notice({ ...everyone, to: fallback, as: "fallback" }),
    ]);
    expect(answer(history, ["newest@example.com"]).may).toBe(true);
  });

  it("such a notice does not count if it did not reach the fallback contact", () => {
    const history = historyOf([
      notice({ id: warning, audience: "everyone", to: "former@example.com", as: "previousOwner" }),
      notice({ id: warning, audience: "everyone", to: fallback, as: "fallback", delivery: bounced }),
    ]);
    expect(failing(history, ["newest@example.com"])).toContain("delivered");
  });
});

describe("condition 3, not revoked", () => {
  it("a notice of an earlier round no longer counts", () => {
    expect(failing(historyOf([notice()], { round: 1 }))).toEqual(["standing"]);
  });

  it("a revoked notice does not affect another that is not revoked", () => {
    const history = historyOf([notice(), notice({ id: warning, round: 1 })], { round: 1 });
    expect(answer(history).may).toBe(true);
  });

  it("the day of a revoked notice does not bind", () => {
    const history = historyOf([notice({ namesInDays: 9 }), notice({ id: warning, round: 1 })], { round: 1 });
    expect(answer(history).may).toBe(true);
  });

  it("a delivery from before the revocation does not replace a recent one", () => {
    const history = historyOf(
      [notice({ sentDaysAgo: 20, namesInDays: -2 }), notice({ id: warning, round: 1, sentDaysAgo: 3 })],
      { round: 1 },
    );
    expect(answer(history).may).toBe(false);
  });
});

describe("each condition alone is enough to refuse", () => {
  const owners = [jane];
  it.each<{ name: Condition["name"]; history: KeyHistory }>([
    { name: "day", history: historyOf([notice({ namesInDays: 1 })]) },
    { name: "delivered", history: historyOf([notice({ delivery: unknown })]) },
    { name: "delivered", history: historyOf([notice({ to: "former@example.com" })]) },
    { name: "standing", history: historyOf([notice()], { round: 1 }) },
    {
      name: "standing",
      history: historyOf([notice(), notice({ id: warning, round: 1, delivery: bounced })], { round: 1 }),
    },
    { name: "fresh", history: historyOf([notice({ sentDaysAgo: 30, namesInDays: -15 })]) },
  ])("only $name fails, and the key stays active", ({ name, history }) => {
    expect(failing(history, owners)).toEqual([name]);
    expect(answer(history, owners).may).toBe(false);
  });

  it("a notice that arrived too late does not make a revoked one valid", () => {
    const late = notice({ id: warning, round: 1, sentDaysAgo: 3 });
    expect(failing(historyOf([notice(), late], { round: 1 }))).toEqual(["delivered", "standing"]);
  });
});

describe("condition 4, not stale", () => {
  it.each([
    { named: -14, may: true },
    { named: -15, may: false },
  ])("a day named $named days from today: may is $may", ({ named, may }) => {
    expect(answer(historyOf([notice({ sentDaysAgo: 30, namesInDays: named })])).may).toBe(may);
  });

  it("a later notice that did not arrive in time does not make an old one fresh", () => {
    const old = notice({ sentDaysAgo: 40, namesInDays: -15 });
    const late = notice({ id: warning, sentDaysAgo: 3, namesInDays: 0 });
    expect(failing(historyOf([old, late]))).toEqual(["fresh"]);
  });

  it("an old notice to an owner who returns is stale, even if a later notice to somebody else is not", () => {
    const old = notice({ sentDaysAgo: 130, namesInDays: -120 });
    const toAnother = notice({ id: warning, to: "other@example.com", sentDaysAgo: 12, namesInDays: -2 });
    expect(failing(historyOf([old, toAnother]))).toEqual(["fresh"]);

    const again = notice({ id: { ...warning, number: 2 }, sentDaysAgo: 12, namesInDays: -2 });
    expect(answer(historyOf([old, toAnother, again])).may).toBe(true);
  });

  it("days of waiting do not count", () => {
    const old = [notice({ sentDaysAgo: 70, namesInDays: -60 })];
    const waiting = { round: 0, days: 46, last: addDays(today, -1) };
    expect(answer(historyOf(old, { waiting })).may).toBe(true);
    expect(failing(historyOf(old, { waiting: { ...waiting, days: 45 } }))).toEqual(["fresh"]);
  });

  it.each([
    { lastWaited: -15, may: true },
    { lastWaited: -16, may: false },
  ])(
    "a day of waiting $lastWaited days from today, for a day named 15 days ago: may is $may",
    ({ lastWaited, may }) => {
      const waiting = { round: 0, days: 1, last: addDays(today, lastWaited) };
      const old = notice({ sentDaysAgo: 30, namesInDays: -15 });
      expect(answer(historyOf([old], { waiting })).may).toBe(may);
    },
  );

  it("days of waiting with an earlier notice do not count for this one", () => {
    const waiting = { round: 0, days: 90, last: addDays(today, -1) };
    const old = notice({ round: 1, sentDaysAgo: 70, namesInDays: -60 });
    expect(failing(historyOf([old], { round: 1, waiting }))).toEqual(["fresh"]);
  });
});

import { describe, expect, it } from "vitest";
import type { Delivery, NoticeId, NoticeRecord } from "../../../functions/domain/notice.ts";
import { formerOwnersAfterChanges } from "../../../functions/domain/owner-changes.ts";
import { historyOf, type NoticeWishes, notice, today } from "./key-fixture.ts";

const fallback = "cloud-team@example.com";
const bounced: Delivery = { state: "bounced", on: today, cause: "Permanent/General" };
const unknown: Delivery = { state: "unknown" };
const first: NoticeId = { type: "finalWarning", round: 0, number: 1 };
const second: NoticeId = { type: "finalWarning", round: 0, number: 2 };

/** A notice to somebody at example.com. */
function to(name: string, sentDaysAgo: number, id: NoticeId, more: NoticeWishes = {}): NoticeRecord {
  return notice({ to: `${name}@example.com`, sentDaysAgo, id, ...more });
}

/** The names of the former owners. */
function former(notices: readonly NoticeRecord[], owners = ["jane"], round = 0): string[] | undefined {
  const found = formerOwnersAfterChanges({
    history: historyOf(notices, { round }),
    owners: owners.map((name) => `${name}@example.com`),
    fallback,
    today,
    noticeValidDays: 14,
  });
  return found?.map((address) => address.split("@")[0] ?? "");
}

const ann = to("ann", 20, first);
const ben = to("ben", 10, second);

describe("the owners changed a second time", () => {
  it("if two others were warned, the latest of them first, in whatever order the ledger lists the notices", () => {
    expect(former([ann, ben])).toEqual(["ben", "ann"]);
    expect(former([ben, ann])).toEqual(["ben", "ann"]);
  });

  it("also if the email tag names nobody now", () => {
    expect(former([ann, ben], [])).toEqual(["ben", "ann"]);
  });

  it.each([
    { what: "bounced", delivery: bounced, state: "sent" },
    { what: "was refused", delivery: unknown, state: "refused" },
  ] as const)("also if the notice to one of them $what: that one is not mailed again", (more) => {
    expect(former([ann, to("ben", 10, second, more)])).toEqual(["ann"]);
  });

  it("also if the notice to the owner of today bounced", () => {
    expect(former([ann, to("jane", 10, second, { delivery: bounced })])).toEqual(["ann"]);
  });

  it("also if the latest notice went to an owner who had the one before and to another one", () => {
    expect(former([ann, to("ann", 10, second), to("ben", 10, second)])).toEqual(["ann", "ben"]);
  });

  it("also if an owner returns who did not get the latest notice", () => {
    expect(former([to("jane", 20, first), to("ben", 10, first)])).toEqual(["ben"]);
  });

  it("also if the latest notice went to one of the first two owners after one to the other of them", () => {
    const shared = [to("ann", 30, first), to("ben", 30, first)];
    const third: NoticeId = { type: "finalWarning", round: 0, number: 3 };
    expect(former([...shared, to("ann", 20, second), to("ben", 10, third)])).toEqual(["ben", "ann"]);
    expect(former([...shared, to("ann", 20, second)])).toBeUndefined();
  });

  it("the former owners are those of the latest notice and the last ones before who were others", () => {
    const shared = [to("ann", 20, first), to("ben", 20, first)];
    expect(former([to("carl", 30, first), ...shared, ben])).toEqual(["ben", "ann"]);
  });

  it("and one of them is the fallback contact, who is not mailed as a former owner", () => {
    expect(former([ann, notice({ to: fallback, sentDaysAgo: 10, id: second })])).toEqual(["ann"]);
  });
});

describe("the owners did not change a second time", () => {
  it.each([
    { what: "nobody was warned", notices: [] },
    { what: "one other was warned", notices: [ann] },
    { what: "the latest notice went to the owner of today", notices: [ann, to("jane", 10, second)] },
    {
      what: "the latest notice may still reach the owner of today",
      notices: [ann, to("jane", 1, second, { delivery: unknown })],
    },
    {
      what: "the latest notice reached one of two owners who is still an owner",
      notices: [ann, to("joe", 10, second), to("jane", 10, second)],
    },
    {
      what: "one of the mails said that the key stays active",
      notices: [to("ann", 20, first, { namesInDays: undefined }), ben],
    },
    {
      what: "one of them got the notice as a former owner",
      notices: [{ ...ann, as: "previousOwner" as const }, ben],
    },
  ])("if $what", ({ notices }) => {
    expect(former(notices)).toBeUndefined();
  });

  it("if one of the notices was revoked", () => {
    expect(former([ann, to("ben", 10, second, { round: 1 })], ["jane"], 1)).toBeUndefined();
  });
});

describe("a notice to the fallback contact", () => {
  const toFallback = (sentDaysAgo: number, id: NoticeId, more: NoticeWishes = {}) =>
    notice({ to: fallback, as: "fallback", sentDaysAgo, id, ...more });

  it("is a change of owner if the email tag named nobody", () => {
    expect(former([ann, toFallback(10, second)])).toEqual(["ann"]);
    expect(former([to("ann", 20, first, { delivery: bounced }), toFallback(10, second)])).toEqual([]);
  });

  it("is a change of owner if only one of two owners was reached, and the tag named only the other one then", () => {
    const shared = [to("ann", 12, first, { delivery: bounced }), to("ben", 12, first)];
    expect(former([...shared, toFallback(10, first)])).toEqual(["ben"]);
  });

  it("is for the owner if the email tag still names nobody", () => {
    expect(former([ann, toFallback(10, second)], [])).toBeUndefined();
  });

  it("is a change of owner if the tag named nobody before the notice went to an owner", () => {
    expect(former([toFallback(10, first), to("ann", 8, first, { delivery: bounced })])).toEqual([]);
  });

  it.each([
    {
      what: "on the same day as to an owner who was warned before",
      notices: [ann, to("ann", 10, second), toFallback(10, second)],
    },
    {
      what: "because it reached no owner",
      notices: [to("ann", 10, first, { delivery: bounced }), toFallback(9, first)],
    },
  ])("is no change of owner $what", ({ notices }) => {
    expect(former(notices)).toBeUndefined();
  });

  it("is no change of owner if SES reports later that the owner got it too", () => {
    const notices = [to("ann", 10, first), toFallback(8, first)];
    expect(former(notices, ["ann"])).toBeUndefined();
    expect(former(notices, ["jane"])).toEqual(["ann"]);
  });

  it("is not for an owner who returns and only had an earlier notice", () => {
    expect(former([to("jane", 20, first), toFallback(10, second)])).toEqual([]);
  });
});

describe("a notice to everybody", () => {
  const everyone = { audience: "everyone" } as const;
  const toFallback = (id: NoticeId, sentDaysAgo: number, more: NoticeWishes = {}) =>
    notice({ to: fallback, as: "fallback", id, sentDaysAgo, ...more });

  it("is for every later owner if the fallback contact got it", () => {
    expect(former([ann, to("ben", 10, second, everyone), toFallback(second, 10, everyone)])).toBeUndefined();
  });

  it("is for every later owner only until the day that it named is too long ago", () => {
    const named = (daysAgo: number) => ({ ...everyone, namesInDays: -daysAgo });
    const both = (daysAgo: number) => [
      to("ann", 35, first),
      to("ben", 25, second, named(daysAgo)),
      toFallback(second, 25, named(daysAgo)),
    ];
    expect(former(both(14))).toBeUndefined();
    expect(former(both(15))).toEqual(["ben", "ann"]);
  });

  it.each([
    { what: "the fallback contact did not get it", notices: [ann, to("ben", 10, second, everyone)] },
    {
      what: "it bounced for the fallback contact",
      notices: [
        ann,
        to("ben", 10, second, everyone),
        toFallback(second, 10, { ...everyone, delivery: bounced }),
      ],
    },
    { what: "the fallback contact got another one", notices: [ann, ben, toFallback(second, 10)] },
    {
      what: "it was not the latest notice",
      notices: [to("ann", 20, first, everyone), toFallback(first, 20, everyone), ben],
    },
  ])("is not for later owners if $what", ({ notices }) => {
    expect(former(notices)).toEqual(["ben", "ann"]);
  });
});

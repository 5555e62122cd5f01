import { describe, expect, it } from "vitest";
import { addresseesOf } from "../../../functions/domain/addressees.ts";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { Delivery, NoticeId, NoticeRecord } from "../../../functions/domain/notice.ts";
import { recipientsOf } from "../../../functions/domain/recipients.ts";
import { historyOf, notice, today } from "./key-fixture.ts";

const jane = "jane@example.com";
const joe = "joe@example.com";
const fallback = "cloud-team@example.com";
const bounced: Delivery = { state: "bounced", on: today, cause: "Permanent/General" };
const unknown: Delivery = { state: "unknown" };
const stage: NoticeId = { type: "stage", day: 80, outlook: "deactivation" };
const staysActive: NoticeId = { type: "stage", day: 80, outlook: "staysActive" };

function addressees(id: NoticeId, notices: readonly NoticeRecord[], email = jane) {
  const recipients = recipientsOf(email, fallback, ["example.com"]);
  return addresseesOf(id, { history: historyOf(notices), recipients, today });
}

/** Who gets it, without the reasons. */
function addresses(id: NoticeId, notices: readonly NoticeRecord[], email?: string): string[] {
  return addressees(id, notices, email).map(({ address }) => address);
}

it("a notice goes to each owner who has not had it", () => {
  expect(addressees(stage, [notice({ id: stage })], `${jane} ${joe}`)).toEqual([
    { address: joe, as: "owner" },
  ]);
});

it("a notice whose worker was interrupted is due again for the same owner", () => {
  const claimed = notice({ id: stage, state: "claimed", sentDaysAgo: 0, delivery: unknown });
  expect(addresses(stage, [claimed])).toEqual([jane]);
});

describe("after mail about the key on ten of the last 30 days", () => {
  const noise = Array.from({ length: 10 }, (_, index) =>
    notice({ id: { ...staysActive, day: index }, sentDaysAgo: index + 1, namesInDays: undefined }),
  );

  it.each<NoticeId>([
    { type: "stage", day: 80, outlook: "deactivation" },
    { type: "finalWarning", round: 0, number: 1 },
    { type: "exemptionUnreadable", day: 70 },
  ])("a $type notice goes to nobody", (id) => {
    expect(addresses(id, noise)).toEqual([]);
  });

  it.each(["deactivated", "restored"] as const)("the mail that a key was %s is still sent", (type) => {
    expect(addresses({ type, number: 1 }, noise)).toEqual([jane]);
  });
});

describe("the fallback contact", () => {
  it("gets a notice instead of the owner if the tag names nobody, and only for that reason", () => {
    expect(addressees(stage, [], "")).toEqual([
      { address: fallback, as: "fallback", because: [{ code: "noEmailTag" }] },
    ]);
  });

  it("gets a notice that bounced from every owner, with their addresses", () => {
    const bounces = [jane, joe].map((to) => notice({ id: stage, to, delivery: bounced }));
    expect(addressees(stage, bounces, `${jane} ${joe}`)).toEqual([
      { address: fallback, as: "fallback", because: [{ code: "ownersUnreachable", addresses: [jane, joe] }] },
    ]);
  });

  it.each([
    ["it reached one of two owners", notice({ id: stage, to: joe })],
    [
      "it may still reach one of two owners",
      notice({ id: stage, to: joe, sentDaysAgo: 1, delivery: unknown }),
    ],
  ])("does not get a notice that bounced from an owner if %s", (_, toJoe) => {
    const notices = [notice({ id: stage, delivery: bounced }), toJoe];
    expect(addresses(stage, notices, `${jane} ${joe}`)).toEqual([]);
  });

  it("does not get a notice because it bounced from a former owner", () => {
    const toFormer = notice({ id: stage, to: "former@example.com", delivery: bounced });
    expect(addresses(stage, [toFormer])).toEqual([jane]);
  });

  it("does not get a notice because the worker that sent it to the owner was interrupted days ago", () => {
    const claimed = notice({ id: stage, state: "claimed", sentDaysAgo: 3, delivery: unknown });
    expect(addresses(stage, [claimed])).toEqual([jane]);
  });

  it.each([
    { what: "was refused", state: "refused", delivery: unknown, gets: true },
    { what: "bounced", state: "sent", delivery: bounced, gets: true },
    { what: "is not known to be delivered", state: "sent", delivery: unknown, gets: false },
  ] as const)("gets a mail that the key stays active if it $what: $gets", ({ state, delivery, gets }) => {
    const own = notice({ id: staysActive, state, delivery, namesInDays: undefined });
    expect(addresses(staysActive, [own])).toEqual(gets ? [fallback] : []);
  });

  it("gets a warning to everybody that a worker left unfinished, because the owners change often", () => {
    const id: NoticeId = { type: "finalWarning", round: 0, number: 2 };
    expect(addressees(id, [notice({ id, audience: "everyone" })])).toEqual([
      { address: fallback, as: "fallback", because: [{ code: "ownersChangeOften" }] },
    ]);
  });

  it("gets no second mail if the email tag names them too", () => {
    expect(addressees(stage, [], `${fallback} nobody`)).toEqual([{ address: fallback, as: "owner" }]);
  });

  it("gets the same notice only once", () => {
    const notices = [
      notice({ id: stage, delivery: bounced }),
      notice({
        id: stage,
        to: fallback,
        as: "fallback",
        delivery: { state: "delivered", on: addDays(today, -1) },
      }),
    ];
    expect(addresses(stage, notices)).toEqual([]);
  });
});

import { expect, it } from "vitest";
import { type AddressFacts, addressProblemsOf } from "../../../functions/domain/address-problems.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { NoticeRecord } from "../../../functions/domain/notice.ts";
import { warning } from "../report/result-fixture.ts";
import { policy } from "./policy-fixture.ts";

const today = "2026-11-24";
const bounced = { state: "bounced", on: "2026-11-23", cause: "Permanent/General" } as const;
const fallback = policy().contacts.fallback;

function problems(notices: readonly NoticeRecord[], more: Partial<AddressFacts> = {}) {
  const tags = { email: "owner-1@example.com", userType: "employee" };
  return addressProblemsOf({
    tags,
    history: { ...emptyHistory, notices },
    rules: policy({ allowedDomains: ["example.com"] }),
    today,
    ...more,
  });
}

it("names what is missing or unusable in the email tag, and nothing for a usable one", () => {
  expect(problems([], { tags: {} })).toEqual([{ code: "noEmailTag" }]);
  expect(problems([], { tags: { email: "reception jane@elsewhere.net" } })).toEqual([
    { code: "malformedAddress", found: "reception" },
    { code: "outsideAllowedDomains", found: "jane@elsewhere.net" },
  ]);
  expect(problems([])).toEqual([]);
  expect(problems([warning(1)])).toEqual([]);
});

it("says nothing about tags that were not read", () => {
  expect(problems([], { tags: "notRead" })).toEqual([]);
  expect(problems([], { tags: "unreadable" })).toEqual([]);
});

it("names the owners if the latest notice bounced, and the fallback contact too if its copy bounced", () => {
  const toOwner = warning(1, { delivery: bounced });
  const toFallback = warning(1, { to: fallback, as: "fallback", delivery: bounced });

  expect(problems([toOwner])).toEqual([{ code: "ownersUnreachable", addresses: ["owner-1@example.com"] }]);
  expect(problems([toOwner, toFallback])).toEqual([
    { code: "nobodyReached", addresses: ["owner-1@example.com", fallback] },
  ]);
  expect(problems([toFallback], { tags: {} })).toEqual([
    { code: "noEmailTag" },
    { code: "nobodyReached", addresses: [fallback] },
  ]);
});

it("forgets a bounce if a later notice was delivered, or if the tag names another owner", () => {
  const toOwner = warning(1, { delivery: bounced });
  const later = warning(1, {
    id: { type: "finalWarning", round: 0, number: 1 },
    on: "2026-11-22",
    delivery: { state: "delivered", on: "2026-11-22" },
  });

  expect(problems([later, toOwner])).toEqual([]);
  expect(problems([toOwner], { tags: { email: "new@example.com" } })).toEqual([]);
});

it("counts the bounce of a notice that names no day, and does not count its missing report", () => {
  const id = { type: "stage", day: 70, outlook: "staysActive" } as const;
  const reminder = warning(1, { id, names: undefined, noticeDays: undefined });

  expect(problems([{ ...reminder, delivery: bounced }])).toMatchObject([{ code: "ownersUnreachable" }]);
  expect(problems([{ ...reminder, delivery: { state: "unknown" } }])).toEqual([]);
});

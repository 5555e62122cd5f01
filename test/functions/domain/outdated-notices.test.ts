import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { NoticeId, NoticeRecord } from "../../../functions/domain/notice.ts";
import { outdatedNotices } from "../../../functions/domain/outdated-notices.ts";

const today = "2026-11-23";

function record(id: NoticeId, daysAgo: number, more: Partial<NoticeRecord> = {}): NoticeRecord {
  return {
    id,
    to: "jane@example.com",
    as: "owner",
    state: "sent",
    on: addDays(today, -daysAgo),
    run: "daily",
    claimId: `claim-${daysAgo}`,
    round: 0,
    audience: "current",
    delivery: { state: "unknown" },
    ...more,
  };
}

const reminder = (day: number): NoticeId => ({ type: "stage", day, outlook: "staysActive" });
const latest = record(reminder(400), 5);

it("forgets a notice that is more than 200 days old if there is a later one of its type", () => {
  const old = record(reminder(90), 201);

  expect(outdatedNotices([old, latest], today)).toEqual([old]);
  expect(outdatedNotices([record(reminder(90), 200), latest], today)).toEqual([]);
});

it("keeps the latest notice of each type, however old it is", () => {
  const stage = record(reminder(90), 300);
  const deactivated = record({ type: "deactivated", number: 1 }, 290);
  const restored = record({ type: "restored", number: 1 }, 280);

  expect(outdatedNotices([restored, deactivated, stage], today)).toEqual([]);
});

it("keeps every recipient's record of the latest notice", () => {
  const owner = record(reminder(90), 301);
  const fallback = record(reminder(90), 300, { to: "cloud-team@example.com", as: "fallback" });

  expect(outdatedNotices([owner, fallback], today)).toEqual([]);
});

it("keeps a notice whose day is in the future, because that day binds", () => {
  const warning = record({ type: "stage", day: 80, outlook: "deactivation" }, 250, { names: today });

  expect(outdatedNotices([warning, latest], today)).toEqual([]);
  expect(outdatedNotices([{ ...warning, names: "2026-11-22" }, latest], today)).toHaveLength(1);
});

it("keeps a claim, because another worker may be taking it over", () => {
  expect(outdatedNotices([record(reminder(90), 201, { state: "claimed" }), latest], today)).toEqual([]);
});

it("forgets nothing of an empty history", () => {
  expect(outdatedNotices([], today)).toEqual([]);
});

import { expect, it } from "vitest";
import { mayRepeatToday, mayWarnToday } from "../../../functions/domain/mail-limit.ts";
import type { NoticeId } from "../../../functions/domain/notice.ts";
import { notice, today } from "./key-fixture.ts";

const id: NoticeId = { type: "finalWarning", round: 0, number: 1 };
const onDays = (...daysAgo: number[]) => daysAgo.map((sentDaysAgo) => notice({ sentDaysAgo }));

it.each([
  { mails: onDays(1, 2, 3, 4, 5, 6, 7, 8, 9), may: true },
  { mails: onDays(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), may: false },
  { mails: onDays(1, 2, 3, 4, 5, 6, 7, 8, 9, 29), may: false },
  { mails: onDays(1, 2, 3, 4, 5, 6, 7, 8, 9, 30), may: true },
  { mails: onDays(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), may: true },
  { mails: onDays(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), may: true },
])("after these mails a warning may be sent today: $may", ({ mails, may }) => {
  expect(mayWarnToday(mails, today)).toBe(may);
});

it("does not count mail that SES refused", () => {
  const refused = onDays(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).map((mail) => ({
    ...mail,
    state: "refused" as const,
  }));
  expect(mayWarnToday(refused, today)).toBe(true);
});

it.each([
  { daysAgo: [], may: true },
  { daysAgo: [3], may: true },
  { daysAgo: [3, 2], may: false },
  { daysAgo: [3, 0], may: true },
])(
  "a notice that was sent $daysAgo days ago may be sent to further owners today: $may",
  ({ daysAgo, may }) => {
    const sent = daysAgo.map((sentDaysAgo) => notice({ id, sentDaysAgo }));
    expect(mayRepeatToday(id, sent, today)).toBe(may);
  },
);

it("other notices, and copies to the fallback contact, do not use up the days of a notice", () => {
  const others = [
    notice({ sentDaysAgo: 5 }),
    notice({ sentDaysAgo: 4 }),
    notice({ id, as: "fallback", sentDaysAgo: 3 }),
    notice({ id, as: "fallback", sentDaysAgo: 2 }),
  ];
  expect(mayRepeatToday(id, others, today)).toBe(true);
});

import { describe, expect, it } from "vitest";
import { mayMailToday, mayRepeatToday, mayWarnToday } from "../../../functions/domain/mail-limit.ts";
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

describe("a mail about a deactivation", () => {
  const deactivated: NoticeId = { type: "deactivated", number: 1 };
  const onEarlierDays = onDays(3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  const first = notice({ id: deactivated, sentDaysAgo: 2, namesInDays: undefined });

  it("is always sent, however many days had mail before", () => {
    const mails = [...onDays(1, 2), ...onEarlierDays];
    expect(mayMailToday(deactivated, mails, today)).toBe(true);
    expect(mayMailToday({ type: "finalWarning", round: 0, number: 1 }, mails, today)).toBe(false);
  });

  it("is sent again after a worker was interrupted, whose mail may not have gone out", () => {
    const mails = [{ ...first, state: "claimed" as const }, ...onDays(1), ...onEarlierDays];
    expect(mayMailToday(deactivated, mails, today)).toBe(true);
  });

  it("goes to further recipients only while fewer than twelve of 30 days have mail", () => {
    expect(mayMailToday(deactivated, [first, ...onEarlierDays], today)).toBe(true);
    expect(mayMailToday(deactivated, [first, ...onDays(1), ...onEarlierDays], today)).toBe(false);
  });

  it("does not use up the mails about a restore, which an operator decides", () => {
    const mails = [first, ...onDays(1), ...onEarlierDays];
    expect(mayMailToday({ type: "restored", number: 1 }, mails, today)).toBe(true);
  });
});

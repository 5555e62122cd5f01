import { expect, it } from "vitest";
import { deactivatedResult, failedResult, planOf, reporter } from "./report-fixture.ts";
import { account, accountResult, dueKey, keyId, keyResult, run, sentNotice } from "./result-fixture.ts";

const first = account(1).id;

it("puts one event for each mail, with a separate name for final warnings, and one for a deactivation", async () => {
  const due = dueKey(1);
  const warned = keyResult(
    2,
    { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
    { notices: [sentNotice(2), sentNotice(2, { to: "second@example.com" })] },
  );
  const last = keyResult(
    3,
    { age: 120, state: "onHold", reason: { code: "notWarned" } },
    { notices: [sentNotice(3, { id: { type: "finalWarning", round: 0, number: 1 } })] },
  );
  const made = reporter({
    results: [accountResult(1, { results: [due, warned, last] })],
    plan: planOf([due], "deactivate", first),
    deactivated: {
      [first]: [
        deactivatedResult(due, { notices: [sentNotice(1, { id: { type: "deactivated", number: 1 } })] }),
      ],
    },
  });
  await made.reportRun();
  expect(made.events.map(({ type, detail }) => [type, detail.userName, detail.kind, detail.to])).toEqual([
    ["Access Key Deactivated", "user-1", undefined, undefined],
    ["Notice Sent", "user-1", "deactivated", "owner-1@example.com"],
    ["Notice Sent", "user-2", "warning", "owner-2@example.com"],
    ["Notice Sent", "user-2", "warning", "second@example.com"],
    ["Final Warning Sent", "user-3", "finalWarning", "owner-3@example.com"],
  ]);
  expect(made.events[0]?.detail).toEqual({
    run: run.id,
    day: run.day,
    accountId: first,
    accountName: "Account 1",
    userName: "user-1",
    accessKeyId: keyId(1),
    key: "…0001",
    age: 90,
    reasonCode: "deactivationDue",
    reason: expect.stringContaining("due for deactivation"),
  });
});

it("puts no event for a notice that would be sent, nor for a deactivation that failed or has no result", async () => {
  const [failed, withoutResult] = [dueKey(1), dueKey(3)];
  const would = keyResult(
    2,
    { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
    { notices: [sentNotice(2, { outcome: "wouldSend" }), sentNotice(2, { outcome: "refused" })] },
  );
  const made = reporter({
    results: [accountResult(1, { results: [failed, would, withoutResult] })],
    plan: planOf([failed, withoutResult], "deactivate", first),
    deactivated: { [first]: [failedResult(failed, "AccessDenied")] },
  });
  await made.reportRun();
  expect(made.events).toEqual([]);
});

import { expect, it } from "vitest";
import { reporter } from "./report-fixture.ts";
import { account, accountResult, keyResult } from "./result-fixture.ts";

const notice = (to: readonly string[]) => ({ id: "day-70", kind: "warning" as const, to: [...to] });

it("puts an event for each notice that was sent and each key that was deactivated, and for nothing else", async () => {
  const { summarize, events } = await reporter({
    accounts: [account(1)],
    results: [
      accountResult(1, {
        results: [
          keyResult(
            { accessKeyId: "AKIA1", verdict: "notify", age: 70, notice: notice(["a@x.com", "b@x.com"]) },
            {
              notices: [
                { to: "a@x.com", outcome: "sent" },
                { to: "b@x.com", outcome: "failed", error: "refused" },
              ],
            },
          ),
          keyResult(
            { accessKeyId: "AKIA2", verdict: "deactivate", age: 90 },
            { deactivation: { outcome: "deactivated" } },
          ),
          keyResult(
            { accessKeyId: "AKIA3", verdict: "deactivate" },
            {
              deactivation: { outcome: "wouldDeactivate" },
              notices: [{ to: "a@x.com", outcome: "wouldSend" }],
            },
          ),
          keyResult({ accessKeyId: "AKIA4" }, { deactivation: { outcome: "failed", error: "denied" } }),
        ],
      }),
    ],
  });

  await summarize();

  expect(events.map(({ type, detail }) => [type, detail.accessKeyId, detail.to, detail.kind])).toEqual([
    ["Notice Sent", "AKIA1", "a@x.com", "warning"],
    ["Access Key Deactivated", "AKIA2", undefined, undefined],
  ]);
  expect(events[1]?.detail).toMatchObject({
    run: "daily-1",
    accountId: account(1).id,
    userName: "anna",
    age: 90,
  });
});

it("mails the digest also where the bus cannot be told", async () => {
  const { summarize, digest } = await reporter({
    accounts: [account(1)],
    results: [accountResult(1)],
    task: { putEvents: () => Promise.reject(new Error("no bus")) },
  });

  await expect(summarize()).resolves.toMatchObject({ coverage: "complete" });
  expect(digest().runId).toBe("daily-1");
});

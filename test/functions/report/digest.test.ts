import { expect, it } from "vitest";
import type { Decision } from "../../../functions/domain/decision.ts";
import type { Digest } from "../../../functions/domain/digest.ts";
import type { KeyResult } from "../../../statemachine/account-result.ts";
import type { ReportEvent } from "../../../statemachine/contract.ts";
import { reporter } from "./report-fixture.ts";
import { account, accountResult, keyResult, run } from "./result-fixture.ts";

/** The digest of a run over one account with these keys. */
async function digestWith(results: KeyResult[], event: Partial<ReportEvent> = {}): Promise<Digest> {
  const { summarize, digest } = await reporter({
    accounts: [account(1)],
    results: [accountResult(1, { results })],
    event,
  });
  await summarize();
  return digest();
}

const users = ({ rows }: Digest["withheld"]) => rows.map(({ userName }) => userName);
const key = (userName: string, decision: Partial<Decision>, done: Partial<KeyResult> = {}) =>
  keyResult({ userName, ...decision }, done);

it("lists each key where it belongs", async () => {
  const digest = await digestWith([
    key("quiet", {}),
    key("off", { verdict: "deactivate" }, { deactivation: { outcome: "deactivated" } }),
    key("failed", { verdict: "deactivate" }, { deactivation: { outcome: "failed", error: "NoSuchEntity" } }),
    key("would", { verdict: "deactivate" }, { deactivation: { outcome: "wouldDeactivate" } }),
    key("grace", { verdict: "withheld", withheld: "graceNotOver" }),
    key("spared", { verdict: "withheld", withheld: "exempt" }),
    key(
      "unsent",
      { verdict: "notify" },
      { notices: [{ to: "a@example.com", outcome: "failed", error: "quota" }] },
    ),
    key("claimed", { verdict: "notify" }, { notices: [{ to: "a@example.com", outcome: "inFlight" }] }),
    key("told", { verdict: "notify" }, { notices: [{ to: "a@example.com", outcome: "sent" }] }),
  ]);

  expect({
    deactivated: users(digest.deactivated),
    deactivationsFailed: users(digest.deactivationsFailed),
    withheld: users(digest.withheld),
    exempt: users(digest.exempt),
    noticesFailed: users(digest.noticesFailed),
  }).toEqual({
    deactivated: ["off"],
    deactivationsFailed: ["failed"],
    withheld: ["grace"],
    exempt: ["spared"],
    noticesFailed: ["unsent", "claimed"],
  });
});

it("lists in report mode what an enforcing run would switch off", async () => {
  const would = key("would", { verdict: "deactivate" }, { deactivation: { outcome: "wouldDeactivate" } });

  const digest = await digestWith([would], { run: { ...run, mode: "report" } });

  expect(users(digest.deactivated)).toEqual(["would"]);
  expect(digest.mode).toBe("report");
});

it("gives the error of what failed as the reason, else why it was decided so; of a key four characters", async () => {
  const digest = await digestWith([
    key(
      "failed",
      { verdict: "deactivate", reason: "day 90" },
      { deactivation: { outcome: "failed", error: "NoSuchEntity" } },
    ),
    key(
      "unsent",
      { verdict: "notify", reason: "day 70" },
      { notices: [{ to: "a@example.com", outcome: "failed", error: "quota" }] },
    ),
    key("grace", { verdict: "withheld", withheld: "graceNotOver", reason: "first told today", age: 400 }),
  ]);

  expect(digest.deactivationsFailed.rows[0]?.reason).toBe("NoSuchEntity");
  expect(digest.noticesFailed.rows[0]?.reason).toBe("quota");
  expect(digest.withheld.rows[0]).toEqual({
    accountId: account(1).id,
    accountName: "Account 1",
    userName: "grace",
    key: "…MPLE",
    age: 400,
    reason: "first told today",
  });
});

it("lists 50 rows and says how many more there are", async () => {
  const withheld = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      key(`user-${index}`, { verdict: "withheld", withheld: "graceNotOver" }),
    );

  const { rows, more } = (await digestWith(withheld(73))).withheld;
  expect({ rows: rows.length, more, first: rows[0]?.userName }).toEqual({
    rows: 50,
    more: 23,
    first: "user-0",
  });
  expect((await digestWith(withheld(50))).withheld.more).toBe(0);
});

it("says in its headline how many were not reached, and names them in the list only", async () => {
  const { summarize, digest } = await reporter({
    accounts: [account(1), account(2)],
    results: [
      accountResult(1),
      accountResult(2, { outcome: "unreached", reason: "the member role could not be assumed" }),
    ],
  });

  const { cause } = await summarize();

  expect(digest()).toMatchObject({
    coverage: "incomplete",
    cause: "1 of 2 accounts was not reached",
    unreached: {
      rows: [{ id: account(2).id, name: "Account 2", reason: "the member role could not be assumed" }],
      more: 0,
    },
  });
  expect(cause).toContain("the member role could not be assumed");
});

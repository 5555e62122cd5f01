import { expect, it } from "vitest";
import { emptyHistory, type KeyHistory } from "../../../../functions/domain/key-history.ts";
import { mayDeactivate } from "../../../../functions/domain/may-deactivate.ts";
import { explainAnswer, explainAnswerSchema } from "../../../../infra/cli/explain/answer.ts";
import { withLive } from "../../../../infra/cli/explain/live.ts";
import { onlyAccount } from "../../../../infra/cli/explain/load.ts";
import { storyPage } from "../../../../infra/cli/explain/print.ts";
import { type LedgerWord, storyOf } from "../../../../infra/cli/explain/story.ts";
import { keysOf } from "../../../../infra/cli/shared/run-facts.ts";
import type { KeyResult } from "../../../../statemachine/account-result.ts";
import { policy } from "../../../functions/domain/policy-fixture.ts";
import {
  account,
  accountResult,
  createdFor,
  dueKey,
  keyId,
  keyResult,
  run,
  sentNotice,
  warning,
} from "../../../functions/report/result-fixture.ts";
import { plainTerminal, tooWide } from "../plain-terminal.ts";
import { runRecord } from "../run-record-fixture.ts";
import { runReport } from "../run-report-fixture.ts";

function story(result: KeyResult, ledger: LedgerWord | undefined = result.facts.history, policies = true) {
  const [key] = keysOf(accountResult(1, { results: [result] }), new Map());
  if (key === undefined) throw new Error("no key");
  return storyOf({
    account: account(1),
    accessKeyId: result.facts.accessKeyId,
    recorded: { run, mode: "enforce", key },
    ledger,
    policy: policies ? policy() : undefined,
    today: "2026-11-24",
  });
}
const page = (...args: Parameters<typeof story>) =>
  storyPage(story(...args), plainTerminal).replace(/ +/g, " ");

it("shows the facts with the day on which they were read, the decision and what was sent", () => {
  const shown = page(
    keyResult(
      1,
      { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
      { notices: [sentNotice(1)] },
    ),
  );

  expect(shown).toContain("Status Active (read on 2026-11-23)");
  expect(shown.replace(/\s+/g, " ")).toContain(
    'address "owner-1@example.com", type "employee" (read on 2026-11-23)',
  );
  expect(shown).toContain("Decision notice due: the notice of day 70 is due");
  expect(shown).toContain("Notice sent to owner-1@example.com");
});

it("shows each condition of the rule with what it saw", () => {
  const history = { ...emptyHistory, notices: [warning(1)] };
  const rule = mayDeactivate({
    history,
    owners: ["owner-1@example.com"],
    fallback: "cloud-team@example.com",
    today: run.day,
    noticeValidDays: 14,
  });
  const shown = page(
    keyResult(
      1,
      { age: 90, state: "onHold", reason: { code: "dayNotReached", named: "2026-11-24" }, rule },
      { facts: { history } },
    ),
  ).replace(/\s+/g, " ");

  expect(rule.conditions).toHaveLength(4);
  for (const text of [
    "no warning names a later day (not before 2026-11-23)",
    "a warning was delivered in time to whoever owns the key now (counts from 2026-11-23 on)",
    "that warning still counts (it was not revoked)",
    "the named day is not too long ago (0 days ago, days of waiting not counted)",
  ])
    expect(shown).toContain(text);
});

it("names the addresses that cannot be reached, and what to do about them", () => {
  const addresses = ["gone@example.com", "cloud-team@example.com"];
  const reason = { code: "nobodyReached", addresses } as const;
  const shown = page(keyResult(1, { age: 95, state: "onHold", reason })).replace(/\s+/g, " ");

  expect(shown).toContain("can be reached (gone@example.com, cloud-team@example.com)");
  expect(shown).toContain(
    "To do Correct the user's email tag and check the fallback contact in settings.yaml.",
  );
});

it("shows the history of notices with their delivery, and revocations", () => {
  const history: KeyHistory = {
    ...emptyHistory,
    round: 1,
    notices: [
      warning(1),
      warning(1, {
        to: "gone@example.com",
        delivery: { state: "bounced", on: "2026-11-14", cause: "Permanent/General" },
      }),
    ],
    revocations: [{ round: 1, by: "exemptionBegun", on: "2026-11-20", run: "daily-0" }],
  };
  const shown = page(dueKey(1), history).replace(/\s+/g, " ");

  expect(shown).toContain("names 2026-11-23, revoked; delivered 2026-11-13");
  expect(shown).toContain("bounced 2026-11-14 (Permanent/General)");
  expect(shown).toContain("earlier notices no longer count: an exemption began");
});

it("names the user type with each notice if the user had several, and always in JSON", () => {
  const asEmployee = warning(1, { userType: "employee" });
  const both = {
    ...emptyHistory,
    notices: [asEmployee, warning(1, { to: "b@example.com", userType: "machine" })],
  };
  const one = { ...emptyHistory, notices: [asEmployee] };

  expect(page(dueKey(1), both)).toContain("user type then: machine");
  expect(page(dueKey(1), one)).not.toContain("user type then");
  expect(explainAnswer([story(dueKey(1), one)]).keys).toMatchObject([
    { history: { notices: [{ userType: "employee" }] } },
  ]);
});

it("predicts what comes next from the ledger's history, not from the run's", () => {
  const due = dueKey(1);
  const restored: KeyHistory = {
    ...emptyHistory,
    round: 2,
    deactivation: { state: "done", number: 1, on: run.day, run: "daily-1" },
    restore: {
      state: "done",
      number: 1,
      on: run.day,
      until: "2026-11-30",
      run: "r",
      reason: "x",
      deactivation: 1,
    },
  };

  expect(story(due).steps).toEqual([{ on: "2026-11-24", what: "deactivate" }]);
  expect(story(due, restored).steps?.[0]?.on).not.toBe("2026-11-24");
  expect(
    story(due, { ...emptyHistory, deactivation: { state: "done", number: 1, on: run.day, run: "daily-1" } })
      .steps,
  ).toEqual([]);
});

it("does not guess: without settings it says that what comes next is unknown", () => {
  expect(page(dueKey(1), undefined, false)).toContain("Unknown without the settings");
});

it("says so if only the ledger knows the key, or if its entry cannot be read", () => {
  const parts = {
    account: account(1),
    accessKeyId: keyId(1),
    recorded: undefined,
    policy: policy(),
    today: "2026-11-24",
  };
  const known = storyOf({
    ...parts,
    ledger: { ...emptyHistory, key: { userName: "jane", createdOn: createdFor(100) } },
  });
  const unreadable = storyOf({ ...parts, ledger: { unreadable: "InvalidInput: ledger item" } });

  expect(storyPage(known, plainTerminal)).toContain("jane in 000000000001");
  expect(storyPage(known, plainTerminal).replace(/\s+/g, " ")).toContain("no run lists this key");
  expect(storyPage(unreadable, plainTerminal)).toContain("cannot be read: InvalidInput");
});

it("evaluates a key again with the current facts of the account", async () => {
  const read = async () => ({
    status: "Active",
    tags: [
      { key: "UserType", value: "machine" },
      { key: "email", value: "owner-1@example.com" },
    ],
  });
  const now = new Date("2026-11-24T10:00:00Z");
  const live = await withLive(story(dueKey(1)), read, policy(), now);
  const gone = await withLive(story(dueKey(1)), async () => undefined, policy(), now);

  expect(live.live?.decision?.state).not.toBe("deactivate");
  expect(gone.live?.status).toBe("does not exist");
});

it("predicts what comes next from the tags and the key as they are now", async () => {
  const now = new Date("2026-11-24T10:00:00Z");
  const live = (status: string, userType: string) =>
    withLive(
      story(dueKey(1)),
      async () => ({
        status,
        tags: [
          { key: "UserType", value: userType },
          { key: "email", value: "new@example.com" },
        ],
      }),
      policy(),
      now,
    );
  const changed = await live("Active", "employee");

  expect(story(dueKey(1)).steps).toEqual([{ on: "2026-11-24", what: "deactivate" }]);
  expect(changed.steps).toMatchObject([
    { on: "2026-11-24", kind: "finalWarning", to: [{ address: "new@example.com" }], names: "2026-12-04" },
    { on: "2026-12-04", what: "deactivate" },
  ]);
  expect((await live("Active", "machine")).steps?.every(({ what }) => what === "notify")).toBe(true);
  expect((await live("Inactive", "employee")).steps).toEqual([]);
  expect((await withLive(story(dueKey(1)), async () => undefined, policy(), now)).steps).toEqual([]);
});

it("says what the prediction assumes", () => {
  expect(page(dueKey(1)).replace(/\s+/g, " ")).toContain("that every notice is delivered");
});

it("says before the deactivation is due that neither owner nor fallback contact can be reached", () => {
  const delivery = { state: "bounced", on: "2026-11-14", cause: "Permanent/General" } as const;
  const history = {
    ...emptyHistory,
    notices: [
      warning(1, { delivery }),
      warning(1, { to: policy().contacts.fallback, as: "fallback", delivery }),
    ],
  };
  const notified = keyResult(
    1,
    { age: 81, state: "notified", reason: { code: "stageNotified", day: 80 } },
    { facts: { history } },
  );
  const shown = page(notified).replace(/\s+/g, " ");

  expect(shown).toContain(
    `Address neither the owner nor the fallback contact can be reached (owner-1@example.com, ${policy().contacts.fallback})`,
  );
  expect(shown).toContain(
    "To do Correct the user's email tag and check the fallback contact in settings.yaml.",
  );
  expect(explainAnswer([story(notified)]).keys[0]?.addressProblems).toMatchObject([
    { code: "nobodyReached" },
  ]);
});

it("names a missing or unusable address with what to do, by the tags as they are now if they were read", async () => {
  const missing = keyResult(1, { age: 81 }, { facts: { tags: { userType: "employee" } } });
  const shown = page(missing).replace(/\s+/g, " ");
  const read = async () => ({
    status: "Active",
    tags: [
      { key: "email", value: "ask-reception" },
      { key: "UserType", value: "employee" },
    ],
  });
  const live = await withLive(story(missing), read, policy(), new Date("2026-11-24T10:00:00Z"));
  const now = storyPage(live, plainTerminal).replace(/\s+/g, " ");

  expect(shown).toContain("Address the IAM user has no tag “email”, so Curfew does not know the owner");
  expect(shown).toContain("To do Set the user's email tag to the address of the key's owner.");
  expect(now).toContain('is not a mail address (value found: "ask-reception")');
  expect(now).not.toContain("has no tag");
});

it("asks for an account if a user name is in several, and for a user name if four characters match several users", () => {
  const found = (number: number, userName: string, accountNumber = 1) => ({
    accountId: account(accountNumber).id,
    accountName: account(accountNumber).name,
    userName,
    accessKeyId: keyId(number),
  });
  const search = { full: { record: runRecord(), report: runReport() }, accountId: undefined };
  const only = (wanted: { userName: string } | { lastFour: string }, ...keys: ReturnType<typeof found>[]) =>
    onlyAccount(wanted, keys, { ...search, wanted });

  expect(only({ userName: "jane" }, found(1, "jane"), found(2, "jane"))).toBe("000000000001");
  expect(() => only({ userName: "jane" }, found(1, "jane"), found(2, "jane", 2))).toThrow(
    "Choose an account:",
  );
  expect(() => only({ lastFour: "0001" }, found(1, "jane"), found(1, "joe"))).toThrow("Pass the user name");
  expect(() => only({ userName: "jane" })).toThrow("Neither run daily-1 of 2026-11-23 nor the ledger");
});

it("has JSON output that matches its schema without a full key ID, and text that fits a terminal", () => {
  const other = { accessKeyId: keyId(2), status: "Active", createdOn: createdFor(3) };
  const stories = [story(keyResult(1, { age: 80 }, { facts: { otherKey: other } })), story(dueKey(3))];
  const answer = JSON.stringify(explainAnswer(stories));

  expect(explainAnswerSchema.parse(JSON.parse(answer)).keys).toHaveLength(2);
  expect(answer).not.toContain("AKIA");
  expect(tooWide(stories.map((one) => storyPage(one, plainTerminal)).join("\n"))).toEqual([]);
});

import { expect, it } from "vitest";
import { restoreAnswerSchema } from "../../../../infra/cli/restore/answer.ts";
import { chosenKey } from "../../../../infra/cli/restore/find.ts";
import { restoreInput, restoreTarget } from "../../../../infra/cli/restore/input.ts";
import { printRestore } from "../../../../infra/cli/restore/print.ts";
import type { LedgerEntry } from "../../../../infra/cli/shared/ledger-search.ts";
import type { RestoredKey } from "../../../../statemachine/restore.ts";
import { keyId } from "../../../functions/report/result-fixture.ts";
import { recordingTerminal, tooWide } from "../plain-terminal.ts";

const deactivation = { state: "done", number: 1, on: "2026-11-20", run: "daily-0" };
const entry = (number: number, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  accountId: "000000000001",
  accessKeyId: keyId(number),
  userName: "jane",
  deactivation,
  ...more,
});

it("chooses the one key of a user that Curfew deactivated and nobody has restored since", () => {
  const active = entry(1, { deactivation: undefined });
  const restored = entry(2, { restore: { deactivation: 1 } });

  expect(chosenKey({ userName: "jane" }, [active, restored, entry(3)]).accessKeyId).toBe(keyId(3));
  expect(chosenKey({ lastFour: "0003" }, [entry(3, { restore: { deactivation: 0 } })]).accessKeyId).toBe(
    keyId(3),
  );
});

it("chooses a restored key if no other was deactivated, so that a failed restore can be continued", () => {
  const restored = entry(2, { restore: { deactivation: 1 } });

  expect(chosenKey({ userName: "jane" }, [entry(1, { deactivation: undefined }), restored]).accessKeyId).toBe(
    keyId(2),
  );
});

it("passes a full key ID on in any state, so that the restore function answers", () => {
  const restored = entry(2, { restore: { deactivation: 1 } });

  expect(chosenKey({ accessKeyId: keyId(2) }, [restored]).accessKeyId).toBe(keyId(2));
});

it("lists several keys that match, and says so if none does", () => {
  expect(() => chosenKey({ userName: "jane" }, [entry(1), entry(2)])).toThrow(
    /^2 keys match user jane.*\n {2}…0001/,
  );
  expect(() => chosenKey({ userName: "jane" }, [])).toThrow("The ledger has no key of user jane");
  expect(() => chosenKey({ userName: "jane" }, [entry(1, { deactivation: undefined })])).toThrow(
    "There is nothing to restore. Curfew did not deactivate these keys: …0001.",
  );
});

it("suggests a deactivated key if its user's name is similar to a mistyped one", () => {
  expect(() =>
    chosenKey({ userName: "jnae" }, [], [entry(1), entry(2, { deactivation: undefined })]),
  ).toThrow(
    /has not deactivated it\.\nDid you mean:\n {2}…0001 {2}jane {2}--account 000000000001 {2}deactivated 2026-11-20$/,
  );
});

it("requires a key or a run, and not both", () => {
  expect(restoreTarget({ key: "jane", account: "000000000001" })).toEqual({ key: "jane" });
  expect(restoreTarget({ run: "daily-1" })).toEqual({ run: "daily-1" });
  expect(() => restoreTarget({ key: "jane", run: "daily-1" })).toThrow("Pass a key or --run, not both.");
  expect(() => restoreTarget({})).toThrow("Pass a key");
});

it("refuses --account with --run, because it would restore the keys of all accounts", () => {
  expect(() => restoreTarget({ run: "daily-1", account: "000000000001" })).toThrow(
    "cannot be combined with --account",
  );
});

it("sends a request that the restore function's schema accepts, and names a wrong field", () => {
  const details = { days: 3, reason: "broken" };

  expect(restoreInput(entry(1), details)).toEqual({
    accountId: "000000000001",
    accessKeyId: keyId(1),
    ...details,
  });
  expect(restoreInput({ run: "daily-1", day: "2026-11-23" }, details)).toMatchObject({ run: "daily-1" });
  expect(() => restoreInput(entry(1), { ...details, reason: "" })).toThrow(
    "restore: reason: expected a reason",
  );
});

const started = { name: "restore-1", executionArn: "arn:aws:states:x", startedAt: "2026-11-24T09:00:00Z" };
const request = { execution: "restore-1", day: "2026-11-24", days: 3, reason: "broken", mailRate: 14 };
const key = (number: number, more: Partial<RestoredKey> = {}): RestoredKey => ({
  accountId: "000000000001",
  accountName: "Account 1",
  accessKeyId: keyId(number),
  userName: "jane",
  outcome: "restored",
  until: "2026-11-27",
  notices: [{ id: { type: "restored", number: 1 }, to: "jane@example.com", as: "owner", outcome: "sent" }],
  ...more,
});
const refused = key(2, {
  outcome: "refused",
  until: undefined,
  notices: [],
  refusal: { code: "alreadyActive" },
});
const failed = key(3, { outcome: "failed", until: undefined, notices: [], error: "Throttling" });

function printed(keys: readonly RestoredKey[], refusedAsAWhole?: string) {
  const counted = (outcome: RestoredKey["outcome"]) => keys.filter((one) => one.outcome === outcome).length;
  const totals = { restored: counted("restored"), refused: counted("refused"), failed: counted("failed") };
  const output = JSON.stringify({ request, totals, keys, refused: refusedAsAWhole });
  const recorded = recordingTerminal();
  const exitCode = printRestore(started, { status: "SUCCEEDED", output }, recorded.terminal);
  return { exitCode, ...recorded };
}

it("prints until when a key is active and who was notified", () => {
  const { exitCode, said, answers } = printed([key(1)]);

  expect(exitCode).toBe(0);
  expect(said.join(" ").replace(/\s+/g, " ")).toBe(
    "…0001 of jane in 000000000001 (Account 1): active again, at least until 2026-11-27. Notified: jane@example.com.",
  );
  expect(JSON.stringify(restoreAnswerSchema.parse(answers[0]))).not.toContain("AKIA");
});

it.each([
  ["2026-11-28", "2026-11-27", ""],
  ["2026-12-04", "2026-12-03", " It was requested until 2026-11-27, but the mails name a later day."],
])(
  "says that the key is active until the day before %s, which the mails name",
  (names, active, requested) => {
    const notices = key(1).notices.map((notice) => ({ ...notice, names }));
    const { said, answers } = printed([{ ...key(1), notices }]);

    expect(said.join(" ").replace(/\s+/g, " ")).toContain(
      `active again until ${active}, deactivated again on or after ${names}.${requested} Notified: jane@example.com.`,
    );
    expect(restoreAnswerSchema.parse(answers[0]).restore?.keys[0]).toMatchObject({
      until: "2026-11-27",
      activeUntil: active,
      deactivatedFrom: names,
    });
  },
);

it("exits with 5 if everything was refused, and says why", () => {
  expect(printed([refused])).toMatchObject({ exitCode: 5 });
  expect(printed([refused]).warned.join("")).toContain("refused: the key is already active");
  expect(printed([], "there is no such run")).toMatchObject({
    exitCode: 5,
    warned: ["Refused: there is no such run"],
  });
});

it("exits with 0 if some keys of a run were restored and others refused, and with 1 if one failed", () => {
  expect(printed([key(1), refused])).toMatchObject({ exitCode: 0 });
  expect(printed([key(1), refused, failed])).toMatchObject({ exitCode: 1 });
  expect(printed([key(1), refused, failed]).warned.join("\n")).toContain("Throttling");
  expect(tooWide(printed([key(1), refused, failed]).warned.join("\n"))).toEqual([]);
});

it("names recipients who could not be notified", () => {
  const notices = [
    {
      id: { type: "restored", number: 1 } as const,
      to: "gone@example.com",
      as: "owner" as const,
      outcome: "refused" as const,
    },
  ];

  expect(
    printed([key(1, { notices })])
      .said.join(" ")
      .replace(/\s+/g, " "),
  ).toContain("Not notified: gone@example.com.");
});

it("names the recipients of an earlier request apart from those of this one", () => {
  const notice = (to: string, outcome: "sent" | "alreadySent") => ({
    id: { type: "restored", number: 1 } as const,
    to,
    as: "owner" as const,
    outcome,
  });
  const notices = [notice("jane@example.com", "alreadySent"), notice("joe@example.com", "sent")];

  expect(
    printed([key(1, { notices })])
      .said.join(" ")
      .replace(/\s+/g, " "),
  ).toContain("Notified: joe@example.com. Notified by an earlier request: jane@example.com.");
});

import { expect, it } from "vitest";
import { runAnswerSchema } from "../../../../infra/cli/run/answer.ts";
import { agreed, whatItMayDo } from "../../../../infra/cli/run/confirm.ts";
import { printRun } from "../../../../infra/cli/run/print.ts";
import { adHocInput, mayEnforce, runInput } from "../../../../infra/cli/run/run-input.ts";
import { startedText } from "../../../../infra/cli/run/watch-run.ts";
import { recordingTerminal, tooWide } from "../plain-terminal.ts";
import { accountRow, runReport, totals } from "../run-report-fixture.ts";

it("asks only before a run that nothing lowers to report mode", () => {
  expect(mayEnforce(runInput({}))).toBe(true);
  expect(mayEnforce(runInput({ account: ["111111111111"] }))).toBe(true);
  expect(mayEnforce(runInput({ report: true }))).toBe(false);
  expect(mayEnforce(runInput({ asOf: "2027-01-31" }))).toBe(false);
});

it("mails the digest of a run only if --digest is given", () => {
  expect(adHocInput({ digest: true })).toEqual({ digest: true, fresh: true });
  expect(adHocInput({ report: true })).toEqual({ mode: "report" });
});

it("is an ad hoc run, whose input differs from the schedule's", () => {
  expect(adHocInput({})).toEqual({ fresh: true });
  expect(adHocInput({ account: ["111111111111"] })).toEqual({ accountIds: ["111111111111"] });
  expect(adHocInput({ asOf: "2027-01-31" })).toEqual({ asOf: "2027-01-31" });
});

it("says what the run may do, according to the last full run's forecast", () => {
  const upcoming = [
    { on: "2026-11-24", notices: 5, deactivations: 2, accounts: [], more: 0 },
    { on: "2026-11-25", notices: 50, deactivations: 9, accounts: [], more: 0 },
  ];
  const report = runReport({ upcoming, totals: totals({ waitingKeys: 3 }) });
  const text = whatItMayDo({}, { report }, "2026-11-24");

  expect(text).toContain("covers the whole Organization");
  expect(text).toContain("5 notices and 5 deactivations are due in the Organization");
  expect(whatItMayDo({ accountIds: ["111111111111"] }, { missing: "no run yet" }, "2026-11-24")).toContain(
    "covers 1 account",
  );
});

it.each([
  ["y", true],
  ["YES", true],
  ["", false],
  ["n", false],
])("understands the answer %j as %j", async (typed, expected) => {
  expect(await agreed("text", recordingTerminal([typed]).terminal)).toBe(expected);
});

it("asks for --yes if nobody can answer", async () => {
  await expect(agreed("text", recordingTerminal().terminal)).rejects.toThrow("Pass --yes");
});

const started = {
  name: "manual-1",
  executionArn: "arn:aws:states:x",
  startedAt: "2026-11-24T09:00:00Z",
  input: {},
};
const files = { json: "s3://b/report.json", csv: "s3://b/report.csv", html: "s3://b/report.html" };

function printed(
  end: { status: string; error?: string; cause?: string },
  more?: Parameters<typeof runReport>[0],
) {
  const recorded = recordingTerminal();
  const watched = more === undefined ? { end } : { end, files, report: runReport(more) };
  return { exitCode: printRun(started, watched, recorded.terminal), ...recorded };
}

it("prints totals, accounts and everything that needs attention", () => {
  const { exitCode, said, answers } = printed(
    { status: "SUCCEEDED" },
    {
      state: "awaitingApproval",
      totals: totals({ awaitingApproval: 120, overdueKeys: 4 }),
      accounts: [
        accountRow(),
        accountRow({ id: "222222222222", name: "A name that is longer than the column" }),
      ],
      rootKeys: [{ id: "111111111111", name: "Sales" }],
    },
  );
  const text = said.join("\n");

  expect(exitCode).toBe(0);
  expect(text).toContain("120 keys await approval");
  expect(text).toContain("Critical: 111111111111 (Sales): the root user has an active access key.");
  expect(tooWide(text)).toEqual([]);
  expect(runAnswerSchema.parse(JSON.parse(JSON.stringify(answers[0])))).toMatchObject({
    state: "awaitingApproval",
  });
});

it("exits with 3 if accounts are unreachable, 1 if deactivations are incomplete, 2 if the input is rejected", () => {
  const unreachable = [
    { id: "111111111111", name: "Sales", reason: { code: "roleRefused", error: "no" } as const },
  ];
  const rejected = { errorType: "InvalidInput", errorMessage: "run input: accountIds[0]: no such member" };

  expect(printed({ status: "FAILED", error: "CoverageIncomplete" }, { unreachable }).exitCode).toBe(3);
  expect(
    printed({ status: "FAILED", error: "DeactivationsIncomplete" }, { deactivations: "incomplete" }).exitCode,
  ).toBe(1);
  const refusal = printed({ status: "FAILED", error: "InvalidInput", cause: JSON.stringify(rejected) });
  expect(refusal.exitCode).toBe(2);
  expect(refusal.warned.join("")).toBe("Rejected: run input: accountIds[0]: no such member");
});

it.each([
  ["2026-11-23", true],
  ["2026-11-24", false],
  ["2026-11-25", false],
])("as of %s says whether today's ledger is used for a past day: %s", (asOf, isPast) => {
  const shown = startedText({ ...started, input: { asOf } }).replace(/\s+/g, " ");

  expect(shown.includes(`${asOf} is past: the run uses today's keys, tags and ledger`)).toBe(isPast);
});

it("says what a started run covers and whether it changes anything", () => {
  expect(startedText({ ...started, input: { asOf: "2027-01-31" } })).toBe(
    "Started manual-1: the whole Organization; as of 2027-01-31; report mode.",
  );
});

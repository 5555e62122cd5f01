import { expect, it } from "vitest";
import { approveAnswerSchema } from "../../../../infra/cli/approve/answer.ts";
import { approveInput, printApproval } from "../../../../infra/cli/approve/command.ts";
import { recordingTerminal } from "../plain-terminal.ts";

const started = { name: "approve-1", executionArn: "arn:aws:states:x", startedAt: "2026-11-24T09:00:00Z" };
const request = {
  run: "daily-1",
  day: "2026-11-23",
  account: undefined,
  ou: undefined,
  reason: "reviewed",
  approvedBy: "arn:aws:iam::100000000002:user/jane",
};

function printed(output: object) {
  const recorded = recordingTerminal();
  const exitCode = printApproval(
    started,
    { status: "SUCCEEDED", output: JSON.stringify(output) },
    recorded.terminal,
  );
  return { exitCode, ...recorded };
}

it("prints how many keys were approved and until when", () => {
  const { exitCode, said, answers } = printed({
    outcome: "approved",
    run: "daily-1",
    keys: 120,
    expiresOn: "2027-01-23",
  });

  expect(exitCode).toBe(0);
  expect(said.join(" ").replace(/\s+/g, " ")).toMatch(
    /^Approved: 120 keys of run daily-1.* until 2027-01-23/,
  );
  expect(approveAnswerSchema.parse(answers[0])).toMatchObject({ approval: { keys: 120 } });
});

it("exits with 5 if Curfew refuses the approval, and says why", () => {
  const { exitCode, warned } = printed({
    outcome: "refused",
    run: "daily-1",
    reason: "the plan is 9 days old",
  });

  expect(exitCode).toBe(5);
  expect(warned).toEqual(["Refused: the plan is 9 days old"]);
});

it("exits with 1 if the execution failed", () => {
  const { terminal, warned } = recordingTerminal();

  expect(printApproval(started, { status: "FAILED", error: "States.Timeout" }, terminal)).toBe(1);
  expect(warned.join("")).toContain("States.Timeout");
});

it("sends accounts, OUs, reason and caller to the approve function", () => {
  expect(approveInput({ ...request, account: ["111111111111"], ou: ["ou-a1b2-12345678"] })).toEqual({
    run: "daily-1",
    day: "2026-11-23",
    accounts: ["111111111111"],
    organizationalUnits: ["ou-a1b2-12345678"],
    reason: "reviewed",
    approvedBy: "arn:aws:iam::100000000002:user/jane",
  });
  expect(() => approveInput({ ...request, reason: " " })).toThrow("approval: reason: expected a reason");
  expect(() => approveInput({ ...request, account: ["12"] })).toThrow("accounts[0]: expected 12 digits");
});

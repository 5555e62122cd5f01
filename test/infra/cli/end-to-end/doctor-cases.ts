import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** `curfew doctor`, over a sample with an unreachable account. */
export function doctorCases({ run, answerOf }: SharedSandbox): void {
  it("finds the account without a role, says what to do, and exits with 1", async () => {
    const { exitCode, out } = await run("doctor");

    expect(exitCode).toBe(1);
    expect(out).toMatch(/^problem +Accounts: 1 of 14 unreachable: 100000000014 \(Legacy ERP\)/m);
    expect(out).toContain("curfew-member-roles");
    expect(out).toMatch(/^ok +Schedule: enabled: cron\(0 9 \* \* \? \*\), Europe\/Berlin$/m);
    expect(out).toMatch(/^ok +Sender: SES sends for curfew@example\.com/m);
  });

  it("answers with each finding", async () => {
    const { answer } = await answerOf("doctor");

    expect(answer.findings).toContainEqual(
      expect.objectContaining({
        check: "SES quota",
        state: "ok",
        finding: expect.stringContaining("50000 allowed"),
      }),
    );
  });

  it("does not call SES if the settings cannot be read", async () => {
    const { out } = await run("doctor", "--settings", "no-such-file.yaml");

    expect(out).toMatch(/^unknown +Sender: the settings are needed$/m);
    expect(out).toMatch(/^unknown +SES access: the settings are needed$/m);
  });

  it("says in another Region that no Curfew is there", async () => {
    const { exitCode, out } = await run("doctor", "--region", "eu-west-1");

    expect(exitCode).toBe(1);
    expect(out).toMatch(/^problem +State machine:/m);
  });
}

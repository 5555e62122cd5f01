import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** An employee's key on day 90 in the sample, which the first run deactivated. */
const switchedOff = "AKIACJRJMPUTKIHYG77C";

/** `curfew restore`. */
export function restoreCases({ run, answerOf }: SharedSandbox): void {
  it("reactivates the key, answers until when, and never prints its full ID", async () => {
    const { exitCode, out, answer } = await answerOf(
      "restore",
      switchedOff,
      ...["--days", "3", "--reason", "the new key does not work", "--account", "100000000008"],
    ).then((ended) => ({ ...ended, out: JSON.stringify(ended.answer) }));

    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({
      run: { name: expect.stringMatching(/^restore-/), status: "SUCCEEDED" },
      restore: {
        totals: { restored: 1, refused: 0, failed: 0 },
        keys: [
          {
            accountId: "100000000008",
            accountName: "Data Platform",
            userName: "ines.ivanov",
            key: "…G77C",
            notices: [
              { to: "ines.ivanov@example.com", outcome: "sent" },
              { to: "security@example.com", outcome: "sent" },
            ],
          },
        ],
      },
    });
    expect(out).not.toContain(switchedOff);
  });

  it("is explained with its restore, the reason, and its next deactivation", async () => {
    const { out } = await run("explain", switchedOff);

    expect(out).toMatch(
      /restored, requested until \d{4}-\d\d-\d\d;\s+reason:\s+"the\s+new\s+key\s+does\s+not\s+work"/,
    );
    // A forecast uses the facts of the last full run, which was before the restore. `explain` reads the ledger.
    expect(out).toMatch(
      /Next, if nothing changes\n(?:.*\n)*? *\d{4}-\d\d-\d\d {2}Curfew\s+deactivates\s+the\s+key/,
    );
  });

  it("exits with 5 if Curfew refuses the restore, with 2 if the request is wrong, and says why", async () => {
    const days = ["--days", "3", "--reason", "again"];
    const ended = await Promise.all([
      run("restore", switchedOff, ...days),
      run("restore", "AKIAIOSFODNN7EXAMPLE", ...days),
      run("restore", switchedOff, "--days", "91", "--reason", "again"),
      run("restore", switchedOff, "--days", "3", "--reason", " "),
      run("restore", switchedOff, "--days", "3"),
    ]);

    expect(ended.map(({ exitCode }) => exitCode)).toEqual([5, 2, 2, 2, 2]);
    const said = ended.map(({ err }) => err.replace(/\s+/g, " "));
    expect(said[0]).toContain("refused: the key is already active");
    expect(said[1]).toContain("The ledger has no key …MPLE");
    expect(said[2]).toContain('--days: expected a whole number from 1 to 90, got "91"');
    expect(said[3]).toContain("restore: reason: expected a reason");
    expect(said[4]).toContain("--reason");
  });
}

import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** An employee's key on day 90 in the sample, which the first run switched off. */
const switchedOff = "AKIACJRJMPUTKIHYG77C";

/** `curfew restore`. */
export function restoreCases({ run, answerOf }: SharedSandbox): void {
  it("switches the key on again, answers until when, and says nowhere its whole id", async () => {
    const { exitCode, out, answer } = await answerOf(
      "restore",
      switchedOff,
      ...["--days", "3", "--reason", "the new key does not work", "--account", "100000000008"],
    ).then((ended) => ({ ...ended, out: JSON.stringify(ended.answer) }));

    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({
      run: { name: expect.stringMatching(/^manual-/), status: "SUCCEEDED" },
      restored: {
        account: { id: "100000000008", name: "Data Platform" },
        userName: "ines.ivanov",
        key: "…G77C",
        notices: [
          { to: "ines.ivanov@example.com", outcome: "sent" },
          { to: "security@example.com", outcome: "sent" },
        ],
      },
    });
    expect(out).not.toContain(switchedOff);
  });

  it("is foretold to go off again, and its story tells who had it restored and why", async () => {
    const { out } = await run("explain", switchedOff);
    const { answer } = await answerOf("forecast", "--days", "5");

    expect(out).toMatch(/switched on again until \d{4}-\d\d-\d\d: the\s+new key does not work/);
    expect(out).toMatch(/To come, if nothing changes\n {2}\d{4}-\d\d-\d\d {2}it is switched off/);
    expect(answer.forecast.steps).toContainEqual(
      expect.objectContaining({ what: "deactivate", key: "…G77C" }),
    );
  });

  it("stands in the list of runs as what it was, without the whole id", async () => {
    const { out } = await run("status", "--runs", "2");
    const { answer } = await answerOf("status", "--runs", "2");

    expect(out).toMatch(/1 key .* restored$/m);
    expect(JSON.stringify(answer.runs)).toContain("…G77C");
    expect(JSON.stringify(answer)).not.toContain(switchedOff);
  });

  it("exits with 2 where the order cannot be meant, and says why", async () => {
    const days = ["--days", "3", "--reason", "again"];
    const ended = await Promise.all([
      run("restore", switchedOff, ...days),
      run("restore", "AKIAIOSFODNN7EXAMPLE", ...days),
      run("restore", switchedOff, "--days", "91", "--reason", "again"),
      run("restore", switchedOff, "--days", "3", "--reason", " "),
      run("restore", switchedOff, "--days", "3"),
    ]);

    expect(ended.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2, 2, 2]);
    const said = ended.map(({ err }) => err.replace(/\s+/g, " "));
    expect(said[0]).toContain("Refused: run input: restore: the key is on already");
    expect(said[1]).toContain("The ledger knows no such key");
    expect(said[2]).toContain('--days: expected a whole number from 1 to 90, got "91"');
    expect(said[3]).toContain("restore.reason: expected a reason");
    expect(said[4]).toContain("--reason");
  });
}

import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** `curfew run`, with and without --watch. */
export function runCases({ run, answerOf, process: sandboxed }: SharedSandbox): void {
  it("starts a run, prints its name, and does not watch it", async () => {
    const { exitCode, out } = await run("run", "--account", "100000000006", "--report");

    expect(exitCode).toBe(0);
    expect(out).toMatch(/^Started manual-\d{8}-\d{6}-[0-9a-f]{4}: only 100000000006; report mode\.$/m);
  });

  it("watches a run to its end and exits with 0 if every account was evaluated", async () => {
    const { exitCode, out } = await run(
      "run",
      "--watch",
      "--account",
      "100000000006",
      "--as-of",
      "2027-01-31",
    );

    expect(exitCode).toBe(0);
    expect(out).toMatch(/^1 of 1 account evaluated: 31 users, 21 active keys\.$/m);
    expect(out).toMatch(
      /^ {2}s3:\/\/curfew-runs-100000000002-eu-central-1\/runs\/2027-01-31\/\S+\/report\.html$/m,
    );
  });

  it("exits with 3 if an account is unreachable, and answers with totals and addresses", async () => {
    const { exitCode, answer, err } = await answerOf("run", "--watch", "--report");

    expect(exitCode).toBe(3);
    expect(err).toBe("");
    expect(answer).toMatchObject({
      run: { name: expect.stringMatching(/^manual-/), status: "FAILED", error: "CoverageIncomplete" },
      mode: "report",
      coverage: "incomplete",
      totals: { accounts: { listed: 14, evaluated: 13, unreachable: 1 }, noticesSent: 0, keysDeactivated: 0 },
      unreachable: [{ id: "100000000014", name: "Legacy ERP" }],
      files: { csv: expect.stringMatching(/^s3:\/\/.+report\.csv$/) },
    });
  });

  it("exits with 2 if the scheduler rejects the input, and prints its message", async () => {
    const { exitCode, err } = await run("run", "--yes", "--watch", "--account", "999999999999");

    expect(exitCode).toBe(2);
    expect(err).toContain("999999999999");
    expect(err).not.toContain("errorType");
  });

  it("does not stop the run on Ctrl-C, and exits with 130", async () => {
    const watcher = sandboxed("run", "--watch", "--report");
    const started = await watcher.until((out) => out.includes("Started"));
    const [name = ""] = /manual-\S+(?=:)/.exec(started) ?? [];
    watcher.interrupt();
    const { exitCode, err } = await watcher.end();

    expect(exitCode).toBe(130);
    expect(err).toContain(`${name} goes on`);
    const { answer } = await answerOf("status");
    const found = answer.runs.find((one: { name: string }) => one.name === name);
    expect(["RUNNING", "FAILED"]).toContain(found.status);
    expect(found.error ?? "CoverageIncomplete").toBe("CoverageIncomplete");
  });

  it("starts nothing in enforce mode if nobody can answer the question, and names --yes", async () => {
    const { exitCode, err } = await run("run", "--account", "100000000006");

    expect(exitCode).toBe(2);
    expect(err.replace(/\s+/g, " ")).toContain("Pass --yes to start the run");
  });
}

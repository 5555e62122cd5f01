import { expect, it, onTestFinished, vi } from "vitest";
import { loadSettings } from "../../../../infra/cdk/settings.ts";
import { loadStories } from "../../../../infra/cli/explain/load.ts";
import { storyPage } from "../../../../infra/cli/explain/print.ts";
import { connect } from "../../../../infra/cli/shared/connection.ts";
import { requireFullRun } from "../../../../infra/cli/shared/full-run.ts";
import { plainTerminal } from "../plain-terminal.ts";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** An employee's key on day 90 in the sample, warned in time: the first run deactivated it. */
const switchedOff = "AKIAWW5BRH6HODNG6RCZ";
/** An employee's key on day 80 in the sample. */
const notifiedKey = "AKIAADF7MJCGNMZ7NBHH";

/** `curfew explain`, by key and by user. */
export function explainCases({ run, answerOf, started }: SharedSandbox): void {
  it("explains an active key without its full ID", async () => {
    const { exitCode, out } = await run("explain", notifiedKey);

    expect(exitCode).toBe(0);
    expect(out).toContain("…NBHH  nils.adler in 100000000009 (Payments Staging)");
    expect(out).toMatch(/User type +employee/);
    expect(out).toMatch(/notice of day 70 to nils\.adler@example\.com/);
    expect(out).toMatch(/Next, if nothing changes\n {2}\d{4}-\d\d-\d\d {2}Curfew deactivates the key/);
    expect(out).not.toContain(notifiedKey);
  });

  it("explains a key that Curfew deactivated", async () => {
    const { exitCode, answer } = await answerOf("explain", switchedOff);

    expect(exitCode).toBe(0);
    expect(answer.keys).toMatchObject([
      {
        key: "…6RCZ",
        userName: "dan.ivanov",
        accountId: "100000000004",
        history: {
          notices: expect.arrayContaining([expect.objectContaining({ type: "deactivated" })]),
          deactivation: { state: "done", run: started().sandbox.run },
        },
      },
    ]);
    expect(JSON.stringify(answer)).not.toContain(switchedOff);
  });

  it("explains every key that the report lists: facts, decision, history and what comes next, as the run recorded them", async () => {
    const { environment, sandbox } = started();
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const connection = await connect({});
    const full = await requireFullRun(connection);
    const { policy } = loadSettings(sandbox.settings);
    const { day, id } = full.report.run;

    expect(full.report.keys.length).toBeGreaterThan(40);
    for (const row of full.report.keys) {
      const { accountId, accessKeyId } = row;
      const [story, ...others] = await loadStories({
        ...{ connection, full, accountId, policy, wanted: { accessKeyId } },
      });
      if (story === undefined || "unreadable" in story.history) throw new Error(`no story of ${accessKeyId}`);
      const shown = storyPage(story, plainTerminal);

      expect([others, story.historyFrom, shown]).toEqual([
        [],
        "ledger",
        expect.not.stringMatching(/undefined/),
      ]);
      // Another case may have restored the key or run its account again.
      if (story.history.restore !== undefined || story.recorded?.run.id !== id) continue;
      const { facts, decision } = story.recorded.key;
      expect([facts.createdOn, decision.reason]).toEqual([row.createdOn, row.reason]);
      expect(typeof facts.tags, accessKeyId).toBe("object");
      expect(facts.lastUsed, accessKeyId).toBeDefined();
      if (decision.state === "deactivate") expect(decision.rule?.conditions).toHaveLength(4);
      for (const { to, outcome } of row.notices.filter((notice) => notice.outcome === "sent"))
        expect(story.history.notices, outcome).toContainEqual(expect.objectContaining({ to, on: day }));
      const [next] = story.steps ?? [];
      if (row.next !== undefined) expect(next).toMatchObject({ on: row.next.on, what: row.next.what });
    }
  });

  it("asks for the account if a user name is in several, then explains every key of the user", async () => {
    const { exitCode, err } = await run("explain", "nils.adler");
    const { answer } = await answerOf("explain", "NILS.adler", "--account", "100000000009");

    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /--account 100000000001 +Example Corp[\s\S]*--account 100000000009 +Payments Staging/,
    );
    expect(answer.keys.map(({ key }: { key: string }) => key)).toEqual(["…NBHH", "…TQJC"]);
  });

  it("names the accounts that were not scanned if it finds no key", async () => {
    const { exitCode, err } = await run("explain", "nobody.at.all");

    expect(exitCode).toBe(2);
    expect(err.replace(/\s+/g, " ")).toContain("has a key of user nobody.at.all");
    expect(err).toContain("100000000014 (Legacy ERP)");
  });
}

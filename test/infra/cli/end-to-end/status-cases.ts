import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** `curfew status`. */
export function statusCases({ run, answerOf }: SharedSandbox): void {
  it("lists the runs, the newest first, what needs attention and what is due", async () => {
    const { exitCode, out } = await run("status", "--runs", "20");

    expect(exitCode).toBe(0);
    expect(out).toMatch(/all +13\/14 +\d+ +\d+ .+incomplete/);
    expect(out).toMatch(/2027-01-31 +1\/1 .+complete/);
    expect(out).toContain("Needs attention");
    expect(out).toContain("Due in the next 14 days");
    expect(out).toMatch(/^\d{4}-\d\d-\d\d +\d+ +\d+ {2}\S/m);
  });

  it("lists the requested number of runs", async () => {
    const { answer } = await answerOf("status", "--runs", "1");

    expect(answer).toMatchObject({
      hub: { accountId: "100000000002", region: "eu-central-1" },
      runs: [{ name: expect.stringMatching(/^manual-/), input: { mode: "report" } }],
      last: { run: expect.stringMatching(/^manual-/), days: expect.arrayContaining([]) },
    });
    expect(answer.runs).toHaveLength(1);
    expect(answer.last.days[0].accounts[0]).toEqual({
      id: expect.stringMatching(/^\d{12}$/),
      name: expect.any(String),
      notices: expect.any(Number),
      deactivations: expect.any(Number),
    });
  });
}

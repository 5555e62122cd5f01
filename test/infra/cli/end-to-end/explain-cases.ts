import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** An employee's key on day 90 in the sample, warned in time: the first run deactivated it. */
const switchedOff = "AKIAWW5BRH6HODNG6RCZ";
/** An employee's key on day 80 in the sample. */
const told = "AKIAADF7MJCGNMZ7NBHH";

/** `curfew explain`, by key and by user. */
export function explainCases({ run, answerOf, started }: SharedSandbox): void {
  it("explains an active key without its full ID", async () => {
    const { exitCode, out } = await run("explain", told);

    expect(exitCode).toBe(0);
    expect(out).toContain("…NBHH  nils.adler in 100000000009 (Payments Staging)");
    expect(out).toMatch(/User type +employee/);
    expect(out).toMatch(/notice of day 70 to nils\.adler@example\.com/);
    expect(out).toMatch(/Next, if nothing changes\n {2}\d{4}-\d\d-\d\d {2}Curfew deactivates the key/);
    expect(out).not.toContain(told);
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

  it("asks for the account where a user name is in several, then explains every key of the user", async () => {
    const { exitCode, err } = await run("explain", "nils.adler");
    const { answer } = await answerOf("explain", "NILS.adler", "--account", "100000000009");

    expect(exitCode).toBe(2);
    expect(err).toMatch(
      /--account 100000000001 +Example Corp[\s\S]*--account 100000000009 +Payments Staging/,
    );
    expect(answer.keys.map(({ key }: { key: string }) => key)).toEqual(["…NBHH", "…TQJC"]);
  });

  it("names the accounts that were not scanned where it finds no key", async () => {
    const { exitCode, err } = await run("explain", "nobody.at.all");

    expect(exitCode).toBe(2);
    expect(err.replace(/\s+/g, " ")).toContain("has a key of user nobody.at.all");
    expect(err).toContain("100000000014 (Legacy ERP)");
  });
}

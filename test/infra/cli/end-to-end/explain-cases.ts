import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** An employee's key on day 90 in the sample, told in time: the first run switched it off. */
const switchedOff = "AKIAWW5BRH6HODNG6RCZ";
/** An employee's key on day 80 in the sample. */
const told = "AKIAADF7MJCGNMZ7NBHH";

/** `curfew explain`, by key and by user. */
export function explainCases({ run, answerOf, started }: SharedSandbox): void {
  it("tells the story of a key that comes next, without its id", async () => {
    const { exitCode, out } = await run("explain", told);

    expect(exitCode).toBe(0);
    expect(out).toContain("…NBHH  nils.adler in 100000000009 (Payments Staging)");
    expect(out).toMatch(/User +user type employee/);
    expect(out).toMatch(/notice of day 70, nils\.adler@example\.com/);
    expect(out).toMatch(/To come, if nothing changes\n {2}\d{4}-\d\d-\d\d {2}it is switched off/);
    expect(out).not.toContain(told);
  });

  it("tells of a key that is off, from the ledger, where no run lists it any more", async () => {
    const { exitCode, answer } = await answerOf("explain", switchedOff);

    expect(exitCode).toBe(0);
    expect(answer.keys).toMatchObject([
      {
        key: "…6RCZ",
        userName: "dan.ivanov",
        accountId: "100000000004",
        ledger: {
          notices: expect.arrayContaining([expect.objectContaining({ id: "deactivated-1" })]),
          deactivation: { state: "done", run: started().sandbox.run },
        },
        toCome: [],
      },
    ]);
    expect(JSON.stringify(answer)).not.toContain(switchedOff);
  });

  it("asks for the account where a user's name is in several, and then tells of every key", async () => {
    const { exitCode, err } = await run("explain", "nils.adler");
    const { answer } = await answerOf("explain", "NILS.adler", "--account", "100000000009");

    expect(exitCode).toBe(2);
    expect(err).toMatch(/--account 100000000001 +Example Corp\n +--account 100000000009 +Payments Staging/);
    expect(answer.keys.map(({ key }: { key: string }) => key)).toEqual(["…NBHH", "…TQJC"]);
  });

  it("says where it could not look for what it does not find", async () => {
    const { exitCode, err } = await run("explain", "nobody.at.all");

    expect(exitCode).toBe(2);
    expect(err.replace(/\s+/g, " ")).toContain("knows no active keys of a user nobody.at.all");
    expect(err).toContain("100000000014 (Legacy ERP)");
  });
}

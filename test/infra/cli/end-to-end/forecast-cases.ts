import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** `curfew forecast`. */
export function forecastCases({ run, answerOf }: SharedSandbox): void {
  it("agrees with the report about the next 14 days wherever a key has one step only", async () => {
    const { answer: status } = await answerOf("status");
    const { answer } = await answerOf("forecast", "--days", "9");
    const last = answer.forecast.to;
    const due = status.due.days.filter(({ on }: { on: string }) => on <= last);

    expect(due.length).toBeGreaterThan(5);
    expect(
      answer.forecast.days.map(({ on, notices, deactivations }: Record<string, unknown>) => ({
        on,
        notices,
        deactivations,
      })),
    ).toEqual(
      due.map(({ on, notices, deactivations }: Record<string, unknown>) => ({ on, notices, deactivations })),
    );
  });

  it("says who will be told, which keys go off, and what is not known", async () => {
    const { exitCode, out } = await run("forecast");

    expect(exitCode).toBe(0);
    expect(out).toMatch(/Sandbox +nils\.dietz +…COVJ/);
    expect(out).toContain("Workloads / Production");
    expect(out).toContain("gia.brandt@example.com");
    expect(out).toMatch(/\+\d+: comes only if|\+n: comes only if/);
    expect(out).toContain("100000000014 (Legacy ERP)");
  });

  it("refuses settings that are not those of the deployment", async () => {
    const { exitCode, err } = await run("forecast", "--settings", "settings.yaml");

    expect(exitCode).toBe(2);
    expect(err).toContain("is not what this Curfew was deployed with");
  });
}

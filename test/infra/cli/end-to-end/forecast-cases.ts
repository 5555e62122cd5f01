import { expect, it } from "vitest";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** `curfew forecast`. */
export function forecastCases({ run, answerOf }: SharedSandbox): void {
  it("agrees with the report about the next days", async () => {
    const { answer: status } = await answerOf("status");
    const { answer } = await answerOf("forecast", "--days", "9");
    const last = answer.forecast.to;
    const due = status.last.days.filter(({ on }: { on: string }) => on <= last);

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

  it("prints who is notified, which keys are deactivated, and what is unknown", async () => {
    const { exitCode, out } = await run("forecast");

    expect(exitCode).toBe(0);
    expect(out).toMatch(/Sandbox +nils\.dietz +…COVJ/);
    expect(out).toContain("Workloads / Production");
    expect(out).toContain("gia.brandt@example.com");
    expect(out).toContain("are read on the first stage");
    expect(out).toContain("100000000014 (Legacy ERP)");
  });

  it("refuses the settings of another deployment", async () => {
    const { exitCode, err } = await run("forecast", "--settings", "settings.yaml");

    expect(exitCode).toBe(2);
    expect(err).toContain("This Curfew was not deployed with");
  });
}

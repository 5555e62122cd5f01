import { expect, it } from "vitest";
import { manualRunName } from "../../../infra/cli/shared/run-name.ts";
import { listAccountsEventSchema } from "../../../statemachine/run.ts";

const now = new Date("2026-11-24T09:00:05Z");

it("is a name that the scheduler accepts, with the time in it", () => {
  const name = manualRunName(now);
  const execution = { name, startTime: now.toISOString() };

  expect(name).toMatch(/^manual-20261124-090005-[0-9a-f]{4}$/);
  expect(listAccountsEventSchema.safeParse({ execution, input: {} }).success).toBe(true);
});

it("is different each time, even within the same second", () => {
  expect(new Set(Array.from({ length: 50 }, () => manualRunName(now))).size).toBeGreaterThan(45);
});

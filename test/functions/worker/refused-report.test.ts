import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { reportOf } from "./memory-report.ts";
import { runEvaluate, type WorkerWish } from "./run-worker.ts";
import { type World, worldOf } from "./world.ts";

capturedLog();

const refused: WorkerWish = {
  report: () => ({ unavailable: "AccessDenied: denied by a service control policy", isRefused: true }),
};
const notReady: WorkerWish = { report: () => ({ unavailable: "not ready in time", isRefused: false }) };

/** Whether the last run requested the credential report. */
function asked(world: World): boolean {
  return world.calls.splice(0).includes("GetCredentialReport");
}

it("asks for a refused report again after seven days, and lists every user meanwhile", async () => {
  const world = worldOf({ ann: { keys: [{ age: 6 }] } });
  const days: number[] = [];

  for (let day = 0; day <= 14; day += 1) {
    const { result } = await runEvaluate(world, { ...refused, daysLater: day });
    expect(world.calls).toContain("ListAccessKeys ann");
    expect(result).toMatchObject({ outcome: "evaluated", keys: 1 });
    if (asked(world)) days.push(day);
  }

  expect(days).toEqual([0, 7, 14]);
});

it("asks again tomorrow if the report was only not ready", async () => {
  const world = worldOf({ ann: { keys: [{ age: 3 }] } });
  await runEvaluate(world, notReady);
  asked(world);

  await runEvaluate(world, { ...notReady, daysLater: 1 });

  expect(asked(world)).toBe(true);
});

it("forgets the refusal when there is a report", async () => {
  const world = worldOf({ ann: { keys: [{ age: 3 }] } });
  await runEvaluate(world, refused);
  await runEvaluate(world, { report: (users) => reportOf(users), daysLater: 7 });
  asked(world);

  await runEvaluate(world, { report: (users) => reportOf(users), daysLater: 8 });

  expect(world.inventory.reportRefusedOn).toBeUndefined();
  expect(asked(world)).toBe(true);
});

import { expect, it } from "vitest";
import { reportOf } from "./memory-report.ts";
import { runWorker, type WorkerWish } from "./run-worker.ts";
import { keyIdOf, mailed, type World, worldOf } from "./world.ts";

const refused: WorkerWish = {
  report: () => ({ unavailable: "AccessDenied: denied by a service control policy", isRefused: true }),
};
const notReady: WorkerWish = { report: () => ({ unavailable: "not ready in time", isRefused: false }) };

/** Whether the last run asked for the credential report. */
function asked(world: World): boolean {
  return world.calls.splice(0).includes("GetCredentialReport");
}

it("asks an account that has refused its report again after seven days, and lists everyone meanwhile", async () => {
  const world = worldOf({ ann: { keys: [{ age: 66 }] } });
  const days: number[] = [];

  for (let day = 0; day <= 14; day += 1) {
    const { result } = await runWorker(world, { ...refused, daysLater: day });
    expect(world.calls).toContain("ListAccessKeys ann");
    expect(result).toMatchObject({ outcome: "enforced", keys: 1 });
    if (asked(world)) days.push(day);
  }

  expect(days).toEqual([0, 7, 14]);
  expect(mailed(world)).toEqual([
    `ann@example.com: warning ${keyIdOf("ann")}`,
    `ann@example.com: warning ${keyIdOf("ann")}`,
  ]);
});

it("asks again tomorrow where the report was merely not ready", async () => {
  const world = worldOf({ ann: { keys: [{ age: 3 }] } });
  await runWorker(world, notReady);
  asked(world);

  await runWorker(world, { ...notReady, daysLater: 1 });

  expect(asked(world)).toBe(true);
});

it("forgets the refusal once the report is there", async () => {
  const world = worldOf({ ann: { keys: [{ age: 3 }] } });
  await runWorker(world, refused);
  await runWorker(world, { report: (users) => reportOf(users), daysLater: 7 });
  asked(world);

  await runWorker(world, { report: (users) => reportOf(users), daysLater: 8 });

  expect(world.inventory.reportRefusedOn).toBeUndefined();
  expect(asked(world)).toBe(true);
});

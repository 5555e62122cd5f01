import { afterAll, beforeAll, expect, it } from "vitest";
import { controlsOf } from "../../../functions/aws/controls.ts";
import { type DynaliteLedger, dynaliteLedger } from "../aws/dynalite-ledger.ts";
import { policy } from "../domain/policy-fixture.ts";
import { planning, run } from "./plan-fixture.ts";

let table: DynaliteLedger;
beforeAll(async () => {
  table = await dynaliteLedger();
});
afterAll(() => table.close());

/** A run in which four keys of one account and two of another are due. */
function planningOf(id: string) {
  const limits = { deactivationsPerDay: 12, deactivationsPerDayAndAccount: 7, maxUnreachablePercent: 50 };
  const planned = planning({
    event: { run: { ...run, id } },
    policy: policy({ limits }),
    controls: controlsOf(table.client, table.tableName),
  });
  planned.putDue(1, [{ id: "A1" }, { id: "A2" }, { id: "A3" }, { id: "A4" }]);
  planned.putDue(2, [{ id: "B1" }, { id: "B2" }]);
  planned.putQuiet(3);
  return planned;
}

/** Ten runs of one day at the same time. */
async function tenRuns() {
  const planned = Array.from({ length: 10 }, (_, index) => planningOf(`run-${index}`));
  await Promise.all(planned.map(({ plan }) => plan()));
  return planned;
}

const plannedBy = ({ file }: ReturnType<typeof planningOf>) =>
  file().plan.keys.filter(({ fate }) => fate === "deactivate");

it("never plans more than the pace of the day and of an account, with ten runs at once", async () => {
  const keys = (await tenRuns()).flatMap(plannedBy);

  expect(keys).toHaveLength(12);
  for (const accountId of ["000000000001", "000000000002"])
    expect(keys.filter((key) => key.accountId === accountId).length).toBeLessThanOrEqual(7);
});

it("plans the same keys again if the function is retried after the day's pace is used up", async () => {
  const runs = await tenRuns();
  const before = runs.map(plannedBy);

  for (const { plan } of runs) await plan();

  expect(runs.map(plannedBy)).toEqual(before);
  expect(before.flat()).toHaveLength(12);
});

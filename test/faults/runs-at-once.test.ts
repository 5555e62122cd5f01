import { expect, it } from "vitest";
import { busyDay } from "./busy-organization.ts";
import { startBusyCloud } from "./busy-world.ts";
import { preparedSuite } from "./describe-faults.ts";
import { inactiveIn } from "./lived-days.ts";
import { restorePast } from "./past.ts";
import { toldIn, toldText } from "./told.ts";

const prepared = preparedSuite("daily");

it("tells everybody once and deactivates each key once, however many runs are at work at once", async () => {
  const { beginning, clean } = prepared();
  const under = await startBusyCloud(beginning.assembly);
  try {
    await restorePast(under, beginning.past);

    const runs = await Promise.all(["schedule", "schedule-again", "ad-hoc"].map((id) => under.run(id)));

    expect(runs.map(({ status }) => status)).toContain("SUCCEEDED");
    expect(toldIn(under.cloud.mail.outbox()).map(toldText).sort()).toEqual(
      clean.told
        .filter(({ on }) => on === busyDay)
        .map(toldText)
        .sort(),
    );
    expect(inactiveIn(under.cloud)).toEqual(clean.steps[0]?.inactive);
  } finally {
    await under.close();
  }
});

import { expect, it } from "vitest";
import { busyDay } from "./busy-organization.ts";
import { startBusyCloud } from "./busy-world.ts";
import { preparedSuite } from "./describe-faults.ts";
import { inactiveIn } from "./lived-days.ts";
import { restorePast } from "./past.ts";
import { noticeText, sentNotices } from "./sent-notices.ts";

const prepared = preparedSuite("daily");

it("sends each notice once and deactivates each key once when three runs work at the same time", async () => {
  const { beginning, clean } = prepared();
  const under = await startBusyCloud(beginning.assembly);
  try {
    await restorePast(under, beginning.past);

    const runs = await Promise.all(["schedule", "schedule-again", "ad-hoc"].map((id) => under.run(id)));

    expect(runs.map(({ status }) => status)).toContain("SUCCEEDED");
    expect(sentNotices(under.cloud.mail.outbox()).map(noticeText).sort()).toEqual(
      clean.sent
        .filter(({ on }) => on === busyDay)
        .map(noticeText)
        .sort(),
    );
    expect(inactiveIn(under.cloud)).toEqual(clean.steps[0]?.inactive);
  } finally {
    await under.close();
  }
});

import { beforeAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { itKeepsToTheWrittenDay, type Prepared, prepareBusyDay } from "./busy-suite.ts";
import { startBusyCloud } from "./busy-world.ts";
import { inactiveIn } from "./day-of-faults.ts";
import { restorePast } from "./past.ts";
import { noticeMails, type Told, toldBy, toldText } from "./told.ts";

scaledTime();
const logged = loggedSince();
let prepared: Prepared;
beforeAll(async () => {
  prepared = await prepareBusyDay(logged);
});

itKeepsToTheWrittenDay(() => prepared);

it("tells everybody once and switches each key off once, however many runs are at work at once", async () => {
  const { day, clean } = prepared;
  const under = await startBusyCloud(day.assembly);
  try {
    await restorePast(under, day.past);

    const runs = await Promise.all(["schedule", "schedule-again", "ad-hoc"].map((id) => under.run(id)));

    expect(runs.map(({ status }) => status)).toContain("SUCCEEDED");
    expect(texts(noticeMails(under.cloud.mail.outbox()).map(toldBy))).toEqual(texts(clean.recovered.mails));
    expect(inactiveIn(under.cloud).sort()).toEqual([...clean.recovered.inactive].sort());
  } finally {
    await under.close();
  }
});

/** Pat switches her key off herself while a worker has begun to; another run may take that for its own doing. */
function texts(mails: readonly (readonly Told[])[]): string[] {
  return mails
    .flat()
    .filter(({ to }) => to !== "pat@example.com")
    .map(toldText)
    .sort();
}

import pMap from "p-map";
import type { Clock } from "../runtime/system-clock.ts";

/**
 * DescribeAccount allows 20 calls a second and a burst of 30 (Organizations user guide, orgs_reference_limits). AWS
 * documents no rate for DescribeOrganizationalUnit; the client slows down by itself if it is lower.
 */
const describeRate = { perSecond: 20, burst: 30 };

/** Calls do not arrive as evenly as they leave, so this much of the burst is left unused. */
const spareCalls = 10;

/** Describes things of the Organization one by one, no faster than Organizations allows. */
export async function eachPaced(
  ids: readonly string[],
  clock: Clock,
  describe: (id: string) => Promise<void>,
): Promise<void> {
  const start = clock.now().getTime();
  await pMap(
    ids,
    async (id, index) => {
      const afterBurst = Math.max(0, index + 1 - (describeRate.burst - spareCalls));
      const dueAt = start + (afterBurst * 1000) / describeRate.perSecond;
      const early = dueAt - clock.now().getTime();
      if (early > 0) await clock.pause(early);
      await describe(id);
    },
    { concurrency: 5 },
  );
}

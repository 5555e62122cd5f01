import { expect, it } from "vitest";
import { lastTotalsKey } from "../../../functions/domain/run-files.ts";
import type { RunInput } from "../../../statemachine/run.ts";
import { policy } from "../domain/policy-fixture.ts";
import { scheduler } from "./scheduler-fixture.ts";

const accountIds = ["000000000001"];
const lastRun = (activeKeys: number, overdueWithoutNotice: number) => ({
  run: "daily-0",
  startedAt: "2026-11-22T08:00:00Z",
  day: "2026-11-22",
  activeKeys,
  overdue: overdueWithoutNotice,
  overdueWithoutNotice,
  waiting: 0,
  awaitingApproval: 0,
  upcomingNotices: 0,
  upcomingDeactivations: 0,
});

it.each([
  { until: "2026-11-24", pausedUntil: "2026-11-24" },
  { until: "2026-11-23", pausedUntil: "2026-11-23" },
  { until: "2026-11-22", pausedUntil: undefined },
])("on 23 November reports a pause until $until as $pausedUntil", async ({ until, pausedUntil }) => {
  const { run } = scheduler([], {}, { pause: async () => ({ until }) });

  expect((await run()).run.pausedUntil).toBe(pausedUntil);
});

it("spreads first notices over as many days as the pace needs for the overdue keys of the last full run", async () => {
  const { run, bucket } = scheduler(
    [],
    {},
    { policy: policy({ limits: { deactivationsPerDay: 10, maxUnreachablePercent: 10 } }) },
  );
  bucket.put(lastTotalsKey, { runs: [lastRun(1_000, 800), lastRun(1_000, 80)] });

  expect((await run()).run.spreadOverDays).toBe(10);
});

it.each(["{", '{"runs":[{"run":1}]}', '{"runs":[]}'])(
  "treats totals like %s as a first run, which is the safe choice",
  async (text) => {
    const { run, bucket } = scheduler([]);
    bucket.objects.set(lastTotalsKey, { text, contentType: "application/json" });

    expect((await run()).run.spreadOverDays).toBe(20);
  },
);

const looks: { input: RunInput; scope: string; mailsDigest: boolean; readsFresh?: true }[] = [
  { input: {}, scope: "organization", mailsDigest: true },
  { input: { digest: false }, scope: "organization", mailsDigest: false },
  { input: { fresh: true }, scope: "organization", mailsDigest: false, readsFresh: true },
  { input: { fresh: true, digest: true }, scope: "organization", mailsDigest: true, readsFresh: true },
  { input: { mode: "report" }, scope: "organization", mailsDigest: false, readsFresh: true },
  { input: { asOf: "2026-12-24" }, scope: "organization", mailsDigest: false, readsFresh: true },
  { input: { accountIds }, scope: "accounts", mailsDigest: false, readsFresh: true },
  { input: { accountIds, digest: true }, scope: "accounts", mailsDigest: true, readsFresh: true },
  { input: { mode: "report", digest: true }, scope: "organization", mailsDigest: true, readsFresh: true },
];

it.each(looks)(
  "a run started with $input has the scope $scope, mails its digest: $mailsDigest, and reads all tags again: $readsFresh",
  async ({ input, ...look }) => {
    const found = { id: "000000000001", name: "One", path: [], state: "ACTIVE" };
    const { run, mailsDigest } = await scheduler([found], input).run();

    const { scope, readsFresh } = run;
    expect({ scope, mailsDigest, readsFresh }).toEqual({ readsFresh: undefined, ...look });
  },
);

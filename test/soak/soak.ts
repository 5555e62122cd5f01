import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import type { Settings } from "../../infra/cdk/settings.ts";
import { putPause } from "../faults/past.ts";
import { Lives } from "./daily-changes.ts";
import { PlainCurfew } from "./plain-curfew.ts";
import { fateOf, PlainPost } from "./plain-post.ts";
import { dayNumber, PlainWorld } from "./plain-world.ts";
import { otherSettings, plainLimits, plainPolicies } from "./settings.ts";
import { happenIn, type SoakEvent } from "./soak-event.ts";
import { type KeyOfRecords, SoakedCloud, type SoakFigures } from "./soaked-cloud.ts";

/** How long and how large a soak is. */
export interface SoakOptions {
  /** Synthesizes an assembly from settings. */
  readonly synthesize: (settings: Settings) => string;
  readonly seed: number;
  /** Days on which Curfew runs. */
  readonly days: number;
  /** Days from one run to the next. The days between are missed. */
  readonly everyDays: number;
  readonly accounts: number;
  /** The share of calls that fail. */
  readonly faults: number;
}

/** A soak's figures, and every disagreement with the plain rules. */
export interface Soaked {
  readonly figures: SoakFigures;
  readonly differences: readonly string[];
  /** What the runs recorded about the keys of these differences on that day. */
  readonly records: readonly string[];
  /** How many secrets were in the log. */
  readonly leaks: number;
}

const firstDay: Day = "2027-05-03";
/** For some days in the first half of a soak, all deactivations are paused. */
const pauseDays = 2;
/** Somebody approves a plan after it has waited for this many days. */
const approvedAfter = 2;

/**
 * Runs many days over many accounts while calls fail, and compares each day with the plain rules. Accounts that a run
 * does not cover are evaluated again on the same day, as an operator would do.
 * @param logged returns what was logged since the last call
 */
export async function soak(options: SoakOptions, logged: () => string): Promise<Soaked> {
  const accountIds = Array.from({ length: options.accounts }, (_, index) => String(200_000_000_001 + index));
  const lives = new Lives(options.seed);
  const world = new PlainWorld();
  const post = new PlainPost();
  const limits = plainLimits(options.accounts);
  const curfew = new PlainCurfew(world, post, plainPolicies.first, limits);
  const differences: string[] = [];
  const records: string[] = [];
  const cloud = await SoakedCloud.start(options, accountIds, firstDay, (account, user, day) =>
    world.see(account, user, dayNumber(day)),
  );
  const happen = (events: readonly SoakEvent[]) => {
    for (const event of events) {
      world.happen(event);
      happenIn(cloud.under.cloud.iam, event);
    }
  };
  let leaks = 0;
  let daysAwaiting = 0;
  const pausedOn = Math.floor(options.days * 0.4);
  const changedOn = Math.floor(options.days * 0.66);
  try {
    happen(lives.beginning(accountIds, firstDay));
    for (let number = 0; number < options.days; number += 1) {
      const today = addDays(firstDay, number * options.everyDays);
      const day = dayNumber(today);
      const say = (texts: readonly string[]) => differences.push(...texts.map((text) => `${today}: ${text}`));
      await cloud.moveTo(today);
      for (const { address, mood } of lives.moods(3)) {
        post.setMood(address, mood);
        cloud.under.cloud.mail.fates.set(address, fateOf(mood));
      }
      const cleared = lives.cleared();
      post.endSuppression(cleared);
      cloud.endSuppression(cleared);
      if (number === pausedOn) {
        await putPause(cloud.under, addDays(today, pauseDays));
        curfew.pausedUntil = day + pauseDays;
      }
      if (number === changedOn) {
        const settings = otherSettings(options.accounts);
        cloud.under.redeploy(settings, options.synthesize(settings));
        curfew.change(plainPolicies.other);
      }
      if (number > 0)
        for (const accountId of accountIds)
          happen(
            lives.changes(
              accountId,
              world.users.filter((user) => user.accountId === accountId),
              today,
            ),
          );

      // A plan that waits for an approval is compared key by key, so every account has to be in it.
      const isCalm = curfew.planOf(day).awaitApproval.length > 0;
      const ran = await cloud.liveDay(today, isCalm);
      say(ran.problems);
      const lived = curfew.live(day, ran.mails, cloud.inactive(), ran.reserved, ran.runs > 1);
      say(lived.differences);
      for (const difference of lived.differences) {
        const key = keyIn(difference, world);
        if (key !== undefined) records.push(...cloud.recordsOf(today, key));
      }
      for (const attempts of ran.attempts) curfew.attempted(attempts, day);
      cloud.figures.notices += lived.notices;
      const { awaitApproval } = lived.plan;
      if (isCalm) say(cloud.compareAwaiting(ran.runId, today, awaitApproval));
      daysAwaiting = awaitApproval.length > 0 ? daysAwaiting + 1 : 0;
      if (daysAwaiting === approvedAfter) {
        say(await cloud.approve(ran.runId, today));
        curfew.approve(awaitApproval, day);
      }
      // Before the restores: nobody reads the tags of a key that is not Active.
      say(tagsTooOld(world, curfew, day, 6 + options.everyDays));
      if (number % 3 === 2)
        for (const { accountId, keyId } of lives.some(curfew.restorable(), 2)) {
          const days = lives.daysOfRestore();
          const restored = await cloud.restore({ accountId, accessKeyId: keyId, days }, today);
          say([...restored.problems, ...curfew.restore(keyId, days, day, restored.mails)]);
        }
      leaks += cloud.leaksIn(logged());
      if (differences.length > 20) break;
    }
    return { figures: cloud.figures, differences, records, leaks };
  } finally {
    await cloud.close();
  }
}

/** The key that a difference is about. */
function keyIn(difference: string, { users }: PlainWorld): KeyOfRecords | undefined {
  const [, accountId, keyEnd] = /(\d{12}) (\w{4})/.exec(difference) ?? [];
  if (accountId !== undefined && keyEnd !== undefined) return { accountId, keyEnd };
  const [id = ""] = /\bAKIA\w+/.exec(difference) ?? [];
  const owner = users.find(({ keys }) => keys.has(id));
  return owner === undefined ? undefined : { accountId: owner.accountId, keyEnd: id.slice(-4) };
}

/** Curfew may act by tags that it read up to seven days ago, if it runs every day. */
function tagsTooOld({ users }: PlainWorld, { policy }: PlainCurfew, day: number, most: number): string[] {
  return users.flatMap(({ accountId, userName, keys, seen }) => {
    const isNeeded = [...keys.values()].some(
      ({ isActive, createdOn }) => isActive && day - createdOn >= policy.first,
    );
    return isNeeded && (seen === undefined || day - seen.on > most)
      ? [
          `the tags of ${accountId}/${userName} were read ${seen === undefined ? "never" : `${day - seen.on} days ago`}`,
        ]
      : [];
  });
}

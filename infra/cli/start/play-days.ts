import { redeployFunctions } from "../../sandbox/deploy/deploy-stacks.ts";
import { firstDeployment, firstDeploymentSettings } from "../../sandbox/sample/first-deployment.ts";
import { startSample } from "../../sandbox/sample/start-sample.ts";
import type { SentMail } from "../../sandbox/services/ses/mail-accounts.ts";
import { type PlayedDay, playedDay } from "./played-day.ts";
import { runSample, type SampleRunOutcome } from "./run-sample.ts";

/** What playing days takes. */
export interface PlayTask {
  /** The assembly of the first deployment, in report mode. */
  readonly reportAssembly: string;
  /** That of the later one, which acts. */
  readonly enforceAssembly: string;
  /** How many days Curfew acts. */
  readonly days: number;
  onDay(day: PlayedDay): void;
}

/** The days that were played, and the last run with all mails. */
export interface Played {
  readonly days: readonly PlayedDay[];
  readonly name: string;
  readonly last: SampleRunOutcome;
  readonly mails: readonly SentMail[];
}

/** One mail to each of 300 owners on the first day; at SES's usual rate of 14 a second that would take 20 seconds. */
const quota = { max24HourSend: 50_000, maxSendRate: 200 };

/**
 * Plays a first deployment: a run in report mode, then one a day that acts. After each run the cloud's clock moves on
 * by a day. It ends early after a run that failed.
 */
export async function playDays({ reportAssembly, enforceAssembly, days, onDay }: PlayTask): Promise<Played> {
  const settings = firstDeploymentSettings("report");
  const credentialReports = { readyAfter: { polls: 0 } };
  const sample = await startSample(reportAssembly, settings, { credentialReports }, firstDeployment());
  const { cloud, clock } = sample;
  const played: PlayedDay[] = [];
  try {
    cloud.mail.account(settings.hub.accountId, settings.mail.region).setQuota(quota);
    for (let day: PlayedDay["day"] = "report"; ; day = day === "report" ? 0 : day + 1) {
      const name = `day-${day}`;
      const last = await runSample(sample, {}, name, () => undefined);
      // What SES reports about the mails arrives before the next day begins.
      await cloud.settled();
      const ended = () => ({ days: played, name, last, mails: cloud.mail.outbox() });
      if (last.report === undefined) return ended();
      const row = playedDay(day, last.report);
      played.push(row);
      onDay(row);
      if (last.end.status !== "SUCCEEDED" || day === days - 1) return ended();
      if (day === "report") await redeployFunctions(cloud, enforceAssembly, settings);
      clock.moveDays(1);
    }
  } finally {
    await cloud.close();
  }
}

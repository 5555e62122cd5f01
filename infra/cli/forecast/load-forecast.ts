import pMap from "p-map";
import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { addDays, type Day, dayOf, laterOf } from "../../../functions/domain/calendar-day.ts";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import type { AccountRow, RunReport } from "../../../statemachine/run-report.ts";
import { accountResult } from "../replay/account-results.ts";
import { ledgerOfAccount } from "../replay/ledger-entries.ts";
import type { Connection } from "../shared/connection.ts";
import { deployedSettings } from "../shared/deployed-settings.ts";
import { requireWholeRun } from "../shared/load-run-report.ts";
import { progressBar } from "../shared/progress-bar.ts";
import { type AccountForecast, forecastAccount, type KeyForecast } from "./forecast-account.ts";
import { unitNames } from "./unit-names.ts";

/** An account of which the forecast knows nothing, or not all. */
export interface UnknownAccount {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** What the days to come bring, key by key, and what is not known of them. */
export interface Forecast {
  readonly run: RunReport["run"];
  readonly from: Day;
  readonly to: Day;
  readonly keys: readonly KeyForecast[];
  readonly unknownAccounts: readonly UnknownAccount[];
  readonly notReproduced: number;
  readonly unreadable: number;
  /** Names of organizational units, as far as the caller may read them. */
  readonly unitNames: ReadonlyMap<string, string>;
}

/** S3 and DynamoDB answer far more a second; it bounds what is in memory. */
const concurrentAccounts = 20;

/**
 * Makes a forecast from the last run over the whole Organization, the ledger, and the settings. Its first day
 * is that of the next run: today, unless the last run was today.
 */
export async function loadForecast(
  connection: Connection,
  settingsFile: string,
  days: number,
  now = new Date(),
): Promise<Forecast> {
  const { report } = await requireWholeRun(connection);
  const { policy } = deployedSettings(settingsFile, connection, report);
  const { run } = report;
  const today = dayOf(now);
  const from = laterOf(today, addDays(run.day, 1));
  const to = addDays(today, days);
  const unknownAccounts: UnknownAccount[] = reasonsOf(report);
  const bar = progressBar();
  let done = 0;

  async function forecastOf(row: AccountRow): Promise<AccountForecast | undefined> {
    const result = await accountResult(connection, run, row.id);
    bar.update({ total: report.accounts.length, done: ++done, failed: 0 });
    if ("missing" in result) {
      if (!unknownAccounts.some(({ id }) => id === row.id))
        unknownAccounts.push({ id: row.id, name: row.name, reason: result.missing });
      return undefined;
    }
    const rules = rulesFor(result.account, policy, runModeFor(policy, false));
    const ledger = result.results.length === 0 ? new Map() : await ledgerOfAccount(connection, row.id);
    return forecastAccount({ result, ledger, rules, from, to });
  }

  try {
    const forecasts = await pMap(report.accounts, forecastOf, { concurrency: concurrentAccounts });
    const known = forecasts.filter((forecast) => forecast !== undefined);
    const keys = known.flatMap((forecast) => forecast.keys);
    return {
      run,
      from,
      to,
      keys,
      unknownAccounts,
      notReproduced: known.reduce((sum, { notReproduced }) => sum + notReproduced, 0),
      unreadable: known.reduce((sum, { unreadable }) => sum + unreadable, 0),
      unitNames: await unitNames(
        connection,
        keys.map(({ account }) => account.path),
      ),
    };
  } finally {
    bar.stop();
  }
}

function reasonsOf({ unreached, notOnboarded }: RunReport): UnknownAccount[] {
  return [...unreached, ...notOnboarded].map(({ id, name, reason }) => ({ id, name, reason }));
}

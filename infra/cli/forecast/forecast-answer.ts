import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import type { Forecast } from "./load-forecast.ts";
import { stepsOf, tallyBy, tallyOf } from "./tally-steps.ts";
import { unitName } from "./unit-names.ts";

/** `curfew forecast --json`, as docs/cli.md describes it. */
export function forecastAnswer({
  run,
  from,
  to,
  keys,
  unknownAccounts,
  notReproduced,
  unreadable,
  unitNames,
}: Forecast) {
  const steps = stepsOf(keys);
  const enforced = steps.filter(({ forecast }) => forecast.mode === "enforce");
  return {
    forecast: {
      from,
      to,
      basedOn: { run: run.id, day: run.day },
      totals: tallyOf(enforced),
      days: [...tallyBy(enforced, ({ on }) => [on])].map(([on, tally]) => ({ on, ...tally })),
      notKnown: { accounts: unknownAccounts, keysNotReproduced: notReproduced, keysUnreadable: unreadable },
      steps: steps.map(({ on, what, kind, to: recipients, onlyIf, forecast }) => ({
        on,
        what,
        kind,
        to: recipients,
        onlyIfUserType: onlyIf,
        mode: forecast.mode,
        accountId: forecast.account.id,
        accountName: forecast.account.name,
        unit: unitName(forecast.account.path, unitNames),
        path: forecast.account.path,
        userName: forecast.userName,
        key: maskedKeyId(forecast.accessKeyId),
      })),
    },
  };
}

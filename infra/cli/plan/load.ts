import type { Day } from "../../../functions/domain/calendar-day.ts";
import type { LastUsed } from "../../../functions/domain/last-used.ts";
import type { Fate } from "../../../functions/domain/plan.ts";
import type { PlanFile } from "../../../statemachine/plan.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";

/** A key of a plan with what helps to decide about it. */
export interface ShownKey {
  readonly accountId: string;
  readonly accountName: string;
  readonly path: readonly string[];
  readonly userName: string;
  readonly accessKeyId: string;
  readonly createdOn: Day;
  /** The day of deactivation that the notices named. */
  readonly named: Day;
  readonly fate: Fate;
  /** The run whose approved plan covers it. */
  readonly approvedBy?: string | undefined;
  readonly owner?: string | undefined;
  readonly lastUsed?: LastUsed | undefined;
  /** Its result, as the run recorded it. */
  readonly outcome?: string | undefined;
}

/** A plan with its keys, by oldest named day. */
export interface ShownPlan {
  readonly run: PlanFile["run"];
  readonly state: PlanFile["plan"]["state"];
  readonly hold?: PlanFile["plan"]["hold"];
  readonly limits?: PlanFile["limits"];
  readonly keys: readonly ShownKey[];
  readonly ouNames: Readonly<Record<string, string>>;
}

/** Puts a plan together with what the report of its run says about its keys. */
export function shownPlan(
  file: PlanFile,
  report: Pick<RunReport, "keys" | "ouNames"> | undefined,
): ShownPlan {
  const accounts = new Map(file.accounts.map((account) => [account.id, account]));
  const rows = new Map(report?.keys.map((row) => [row.accessKeyId, row]));
  const { state, hold, keys } = file.plan;
  return {
    run: file.run,
    state,
    hold,
    limits: file.limits,
    keys: keys.map((key): ShownKey => {
      const account = accounts.get(key.accountId);
      const row = rows.get(key.accessKeyId);
      const { accountId, userName, accessKeyId, createdOn, named, fate, approvedBy } = key;
      return {
        accountId,
        accountName: account?.name ?? accountId,
        path: account?.path ?? [],
        userName,
        accessKeyId,
        createdOn,
        named,
        fate,
        approvedBy,
        owner: row?.owner,
        lastUsed: row?.lastUsed,
        outcome: row?.outcome,
      };
    }),
    ouNames: report?.ouNames ?? {},
  };
}

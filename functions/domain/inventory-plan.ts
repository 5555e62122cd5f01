import type { AccessKey } from "./access-key.ts";
import { type Day, daysBetween } from "./calendar-day.ts";
import { type InventoryMemory, type RememberedUser, stillHolds } from "./inventory-memory.ts";
import { hasUnfinishedBusiness, type KeyHistory } from "./key-history.ts";
import type { CredentialReport } from "./reported-user.ts";

/** Which users to list, and whose keys are known without listing them. */
export interface InventoryPlan {
  /** Every user of the account. */
  readonly userNames: readonly string[];
  readonly toList: readonly string[];
  readonly known: ReadonlyMap<string, readonly AccessKey[]>;
}

/** What the plan depends on besides report or list of users. */
export interface InventoryPlanFacts {
  readonly memory: InventoryMemory;
  readonly histories: ReadonlyMap<string, KeyHistory | { readonly unreadable: string }>;
  readonly run: string;
  /** The calendar day on which the run started, whatever day it evaluates. */
  readonly startedOn: Day;
}

/**
 * Plans the inventory with the credential report. A user without keys is not listed. A user whose row has not changed
 * since the keys were listed is not listed again. This misses no due key: a key becomes due by its age, which is known
 * since it was listed; everything else that happens to a key changes its user's row, at the latest in the report of
 * the next day; and a key that no report shows yet is only hours old.
 */
export function planByReport({ users }: CredentialReport, facts: InventoryPlanFacts): InventoryPlan {
  const { memory, run } = facts;
  const unfinished = usersWithUnfinishedBusiness(facts);
  const toList: string[] = [];
  const known = new Map<string, readonly AccessKey[]>();
  for (const [userName, reported] of users) {
    const remembered = memory.get(userName);
    if (
      remembered !== undefined &&
      stillHolds(remembered, reported, run) &&
      !wasTouchedLately(remembered, facts)
    )
      known.set(userName, remembered.keys);
    else if (reported.keys.length > 0 || reported.hasMore || unfinished.has(userName)) toList.push(userName);
  }
  return { userNames: [...users.keys()], toList, known };
}

/** Plans the inventory without a report: every user is listed, except those that this run has listed before. */
export function planByListing(userNames: readonly string[], facts: InventoryPlanFacts): InventoryPlan {
  const { memory, run } = facts;
  const known = new Map<string, readonly AccessKey[]>();
  for (const userName of userNames) {
    const remembered = memory.get(userName);
    if (
      remembered !== undefined &&
      stillHolds(remembered, undefined, run) &&
      !wasTouchedLately(remembered, facts)
    )
      known.set(userName, remembered.keys);
  }
  return { userNames, toList: userNames.filter((userName) => !known.has(userName)), known };
}

/**
 * Whether Curfew itself deactivated one of these keys since the report can have been generated. Both the inventory and
 * the report then still say Active.
 */
function wasTouchedLately({ keys }: RememberedUser, { histories, startedOn }: InventoryPlanFacts): boolean {
  return keys.some(({ accessKeyId }) => {
    const history = histories.get(accessKeyId);
    if (history === undefined || "unreadable" in history || history.deactivation === undefined) return false;
    const { state, on } = history.deactivation;
    return state === "intended" || daysBetween(on, startedOn) <= 1;
  });
}

/** The report may no longer show their keys, and a recipient may still have to be notified. */
function usersWithUnfinishedBusiness({ histories, startedOn }: InventoryPlanFacts): ReadonlySet<string> {
  const names = [...histories.values()].flatMap((history) =>
    "unreadable" in history || history.key === undefined || !hasUnfinishedBusiness(history, startedOn)
      ? []
      : [history.key.userName],
  );
  return new Set(names);
}

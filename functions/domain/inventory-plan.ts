import type { AccessKey } from "./access-key.ts";
import { type Day, daysBetween } from "./calendar-day.ts";
import { type InventoryMemory, type RememberedUser, stillHolds } from "./inventory-memory.ts";
import { hasUnfinishedBusiness, type KeyHistory } from "./key-history.ts";
import type { CredentialReport } from "./reported-user.ts";

/** Which users to list, and which keys are known without. */
export interface InventoryPlan {
  /** Every user of the account. */
  readonly userNames: readonly string[];
  readonly toList: readonly string[];
  readonly known: ReadonlyMap<string, readonly AccessKey[]>;
}

/** What the plan rests on besides report or listing. */
export interface PlanFacts {
  readonly memory: InventoryMemory;
  readonly histories: ReadonlyMap<string, KeyHistory | { readonly unreadable: string }>;
  readonly run: string;
  /** The calendar day on which the run started, whatever day it judges as on. */
  readonly startedOn: Day;
}

/**
 * Plans the inventory by the credential report. A user without keys is not listed; one whose row has not
 * changed since the keys were listed is not listed again. No due key can be missed that way: a key becomes
 * due by its age, which is known from when it was listed; whatever else happens to a key changes its user's
 * row, at the latest in the report of the next day; and a key that no report shows yet is hours old.
 */
export function planByReport({ users }: CredentialReport, facts: PlanFacts): InventoryPlan {
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

/** Plans the inventory without a report: everyone is listed, except whom this run has listed before. */
export function planByListing(userNames: readonly string[], facts: PlanFacts): InventoryPlan {
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
 * Whether Curfew itself switched off one of these keys since the report can have been made. What is
 * remembered then says Active, and so does the report: a retried worker would switch the key off again.
 */
function wasTouchedLately({ keys }: RememberedUser, { histories, startedOn }: PlanFacts): boolean {
  return keys.some(({ accessKeyId }) => {
    const history = histories.get(accessKeyId);
    if (history === undefined || "unreadable" in history || history.deactivation === undefined) return false;
    const { state, on } = history.deactivation;
    return state === "intended" || daysBetween(on, startedOn) <= 1;
  });
}

/** Their keys may be gone from the report, and still somebody has to be told. */
function usersWithUnfinishedBusiness({ histories, startedOn }: PlanFacts): ReadonlySet<string> {
  const names = [...histories.values()].flatMap((history) =>
    "unreadable" in history || history.key === undefined || !hasUnfinishedBusiness(history, startedOn)
      ? []
      : [history.key.userName],
  );
  return new Set(names);
}

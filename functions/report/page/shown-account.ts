import type { AccountRow, UpcomingDay } from "../../../statemachine/run-report.ts";
import { plain } from "../../notices/plain.ts";

/** What the next two weeks bring to one account. */
export interface Upcoming {
  readonly notices: number;
  readonly deactivations: number;
}

/** An account as its row shows it. */
export interface ShownAccount {
  readonly id: string;
  readonly name: string;
  /** The organizational units above it; empty where no rule asks for them, because then nobody looks them up. */
  readonly path: string;
  readonly state: string;
  /** Whether the run went past some of its keys, so that nobody knows what is due there. */
  readonly isLost: boolean;
  readonly activeKeys: number;
  /** Absent where it has no active key. */
  readonly oldest: number | undefined;
  /** Sent, or due in report mode. */
  readonly notices: number;
  readonly deactivated: number;
  readonly withheld: number;
  readonly upcoming: Upcoming;
}

const outcomeText: Record<string, string> = {
  incomplete: "partly reached",
  notOnboarded: "not onboarded",
  unreached: "not reached",
};

/** Makes an account's row; in report mode its figures are what an enforcing run would have done. */
export function shownAccount(row: AccountRow, upcoming: ReadonlyMap<string, Upcoming>): ShownAccount {
  const reports = row.mode === "report";
  return {
    id: row.id,
    name: plain(row.name, 200),
    path: plain(row.path.join(" / "), 500),
    state: outcomeText[row.outcome] ?? (reports ? "report mode" : "enforced"),
    isLost: row.outcome === "unreached" || row.outcome === "incomplete",
    activeKeys: row.activeKeys,
    oldest: row.oldestActiveKeyAge,
    notices: reports ? row.wouldNotify : row.noticesSent,
    deactivated: reports ? row.wouldDeactivate : row.keysDeactivated,
    withheld: row.keysWithheld,
    upcoming: upcoming.get(row.id) ?? { notices: 0, deactivations: 0 },
  };
}

/** The forecast turned round: by account instead of by day. */
export function upcomingByAccount(days: readonly UpcomingDay[]): ReadonlyMap<string, Upcoming> {
  const found = new Map<string, { notices: number; deactivations: number }>();
  for (const [id, notices, deactivations] of days.flatMap(({ accounts }) => accounts)) {
    const sum = found.get(id) ?? { notices: 0, deactivations: 0 };
    sum.notices += notices;
    sum.deactivations += deactivations;
    found.set(id, sum);
  }
  return found;
}

/** All words of an account's row that a search goes through. */
export function accountWords({ id, name, path, state }: ShownAccount): string {
  return [id, name, path, state].join(" ");
}

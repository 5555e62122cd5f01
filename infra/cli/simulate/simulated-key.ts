import type { Account } from "../../../functions/domain/account.ts";
import type { Day } from "../../../functions/domain/calendar-day.ts";
import { type KeyHistory, revoked } from "../../../functions/domain/key-history.ts";
import { type NoticeRecord, sameNotice } from "../../../functions/domain/notice.ts";
import { waitedOn } from "../../../functions/domain/timeline.ts";
import type { UserTags } from "../../../functions/domain/user-facts.ts";
import type { NoticeOutcome } from "../../../statemachine/account-result.ts";
import type { Run } from "../../../statemachine/run.ts";
import type { RecordedKey } from "../shared/run-facts.ts";

/** One key at the end of the run, as the simulation starts with it. */
export interface SimulatedKey {
  readonly account: Account;
  readonly accessKeyId: string;
  readonly userName: string;
  readonly status: string;
  readonly createdOn: Day;
  readonly tags: UserTags;
  readonly history: KeyHistory;
  /** The run whose approved plan covers the key. */
  readonly approvedBy?: string | undefined;
}

/**
 * A key at the end of the run, from what the run recorded: facts, decision and what was done. The rules are not asked
 * again, because the run's own day was decided under the settings of that day.
 */
export function afterRun(key: RecordedKey, run: Run, approvedBy: string | undefined): SimulatedKey {
  const { account, facts, isDeactivated } = key;
  const { accessKeyId, userName, createdOn, tags } = facts;
  const status = isDeactivated ? "Inactive" : facts.status;
  return {
    account,
    accessKeyId,
    userName,
    status,
    createdOn,
    tags,
    history: historyAfter(key, run),
    approvedBy,
  };
}

function historyAfter(
  { facts, decision, notices, mode, planned }: RecordedKey,
  { day, id }: Run,
): KeyHistory {
  const isByMail = decision.revoke === "staysActiveNotice";
  const revoke = mode === "enforce" || !isByMail ? decision.revoke : undefined;
  let { history } = facts;
  if (revoke !== undefined) history = revoked(history, revoke, day, id);
  history = notices.reduce(
    (known, notice) => withNotice(known, notice, decision.notice, { day, id }),
    history,
  );
  return planned?.waits ? { ...history, waiting: waitedOn(day, history) } : history;
}

/** A notice that was sent counts as delivered on its day, because its delivery report comes after the run. */
function withNotice(
  history: KeyHistory,
  { id, to, as, names, outcome }: NoticeOutcome,
  due: RecordedKey["decision"]["notice"],
  run: Pick<Run, "day" | "id">,
): KeyHistory {
  if (outcome !== "sent" && outcome !== "refused") return history;
  const record: NoticeRecord = {
    id,
    to,
    as,
    state: outcome,
    on: run.day,
    run: run.id,
    claimId: run.id,
    round: history.round,
    names,
    noticeDays: due?.noticeDays,
    audience: due?.audience ?? "current",
    delivery: outcome === "sent" ? { state: "delivered", on: run.day } : { state: "unknown" },
  };
  const others = history.notices.filter((known) => known.to !== to || !sameNotice(known.id, id));
  return { ...history, notices: [...others, record] };
}

import type { AccountRules, Policy } from "../../../../functions/domain/policy.ts";
import type { RecordedKey } from "../../../../infra/cli/shared/run-facts.ts";
import { afterRun, type SimulatedKey } from "../../../../infra/cli/simulate/simulated-key.ts";
import type { NoticeOutcome } from "../../../../statemachine/account-result.ts";
import { createdOn, KeyLife, type LivedDay } from "../../../functions/domain/key-life.ts";
import { policy } from "../../../functions/domain/policy-fixture.ts";
import type { RandomLife } from "../../../functions/domain/random-lives.ts";
import { account, run } from "../../../functions/report/result-fixture.ts";

/** A life up to its last run, and the key as that run recorded it. */
export interface RecordedLife {
  readonly life: KeyLife;
  /** The age on the day of the run. */
  readonly age: number;
  readonly day: string;
  readonly key: SimulatedKey;
}

/**
 * Runs a random life. On its last day only a run happens. Its facts are recorded as the worker records them.
 * From then on every mail arrives.
 */
export function recordedLife({ firstAge, rules, days }: RandomLife): RecordedLife | undefined {
  const life = new KeyLife();
  for (const [index, happens] of days.entries())
    life.live(firstAge + index, index === 0 ? { rules, ...happens } : happens);
  life.settleMail();
  const age = firstAge + days.length;
  const before = life.history;
  const tags = life.tags;
  const status = life.status;
  const lived = life.live(age);
  if (lived.decision === undefined || status !== "Active") return undefined;
  const isWaiting = lived.decision.state === "deactivate" && !lived.isDeactivated;
  const recorded: RecordedKey = {
    account: account(1),
    facts: {
      accessKeyId: lived.decision.accessKeyId,
      userName: lived.decision.userName,
      status,
      createdOn,
      keyFrom: "listing",
      tags,
      history: before,
    },
    decision: lived.decision,
    notices: noticesOf(lived),
    planned: isWaiting ? { fate: "waitsForPace", waits: true } : undefined,
    mode: "enforce",
    isDeactivated: lived.isDeactivated,
    isFailed: false,
    isWaiting,
    overdueDays: undefined,
  };
  return { life, age, day: lived.day, key: afterRun(recorded, { ...run, day: lived.day }, undefined) };
}

function noticesOf({ decision, isDeactivated }: LivedDay): NoticeOutcome[] {
  const { notice } = decision ?? {};
  if (notice === undefined || isDeactivated) return [];
  return notice.to.map(({ address, as }) => ({
    id: notice.id,
    to: address,
    as,
    names: notice.names,
    outcome: "sent",
  }));
}

/** What happened on a day, in the form of a simulation. */
export function stepsOf(days: readonly LivedDay[]): object[] {
  return days.flatMap(({ day, mails, isDeactivated }) => [
    ...(isDeactivated ? [{ on: day, what: "deactivate" }] : []),
    ...[...Map.groupBy(mails, ({ id }) => id).values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined || first.kind === "deactivated") return [];
      const to = group.map(({ to: address, as }) => ({ address, as }));
      return [{ on: day, what: "notify", kind: first.kind, to, names: first.names }];
    }),
  ]);
}

/** A whole policy with other rules. */
export function policyOf(rules: AccountRules): Policy {
  return policy({ ...rules, mode: "enforce" });
}

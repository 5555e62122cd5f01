import type { Run, SkippedAccount } from "../../statemachine/run.ts";
import type { AccountRow, AccountWithReason, ReportHead } from "../../statemachine/run-report.ts";
import type { BusEvent } from "../aws/event-bus.ts";
import { rulesFor } from "../domain/account-scope.ts";
import type { Attempts } from "../domain/failing-accounts.ts";
import type { AccountRules, Policy } from "../domain/policy.ts";
import { timelineAfterRun, upcomingDays } from "../domain/recorded-timeline.ts";
import { accountRow } from "./account-row.ts";
import { type DigestGatherer, digestGatherer } from "./digest-part.ts";
import { csvHeader, csvRows } from "./key-csv.ts";
import type { AccountReading } from "./read-accounts.ts";
import type { ReadPlan } from "./read-plan.ts";
import { addressProblemsOfKey, isListed, keyRow, orderOf, reportedKey } from "./reported-key.ts";
import { keyEvents } from "./run-events.ts";
import { emptyTotals } from "./tally.ts";
import { upcomingCounter } from "./upcoming-days.ts";

/** What the report is made from besides the account results. */
export interface GatherFacts {
  readonly run: Run;
  readonly policy: Policy;
  readonly plan: ReadPlan;
  readonly skipped: readonly SkippedAccount[];
}

/** The result of one pass over the account results. */
export interface Gathered {
  readonly lists: Pick<
    ReportHead,
    | "totals"
    | "ages"
    | "upcoming"
    | "onHold"
    | "undeliverable"
    | "unreachable"
    | "partlyEvaluated"
    | "notOnboarded"
    | "skipped"
    | "rootKeys"
    | "accounts"
  >;
  /** Rows of keys as JSON, in the order of the report. As text they take a third of the memory. */
  readonly rows: readonly string[];
  readonly events: readonly BusEvent[];
  readonly attempts: Attempts;
  readonly deliveryReportsMissing: boolean;
  readonly digest: DigestGatherer;
  /** Digests over the accounts for which an override names other recipients. */
  readonly parts: readonly DigestPartOf[];
}

/** A digest over some accounts, and its recipients. */
export interface DigestPartOf {
  readonly to: readonly string[];
  readonly digest: DigestGatherer;
}

type ReasonedOutcome = "unreachable" | "partlyEvaluated" | "notOnboarded";

/** One pass over the results: the CSV is written while they are read, and only what the report shows is kept. */
export function gatherer(facts: GatherFacts) {
  const { run, policy, plan, skipped } = facts;
  const whole = digestGatherer(run.day, emptyTotals(skipped.length));
  const parts = new Map<string, DigestPartOf>();
  const upcoming = upcomingCounter();
  const ages = new Map<number, number>();
  const reasons: Record<ReasonedOutcome, AccountWithReason[]> = {
    unreachable: [],
    partlyEvaluated: [],
    notOnboarded: [],
  };
  const allSkipped = [...skipped];
  const rootKeys: { id: string; name: string }[] = [];
  const accounts: AccountRow[] = [];
  const rows: { readonly order: number; readonly json: string }[] = [];
  const events: BusEvent[] = [];
  const failed: string[] = [];
  const succeeded: string[] = [];

  /** The digests that an account belongs to. */
  const digestsOf = ({ contacts }: AccountRules): DigestGatherer[] => {
    const key = contacts.digestTo.join(" ");
    if (key === policy.contacts.digestTo.join(" ")) return [whole];
    const part = parts.get(key) ?? { to: contacts.digestTo, digest: digestGatherer(run.day) };
    parts.set(key, part);
    return [whole, part.digest];
  };

  const addAccount = ({ account, result, noResult }: AccountReading, digests: readonly DigestGatherer[]) => {
    const { id, name, path, state } = account;
    const reason = noResult ?? result?.reason ?? "no reason given";
    for (const digest of digests) digest.addAccount(account, result, reason);
    const outcome = result?.outcome ?? "unreachable";
    if (outcome === "skipped")
      allSkipped.push({ id, name, path: [...path], reason: { code: "state", state } });
    else if (outcome !== "evaluated") reasons[outcome].push({ id, name, reason });
    if (result?.rootHasActiveKey === true) rootKeys.push({ id, name });
  };

  const addKeys = (
    { account, result }: AccountReading,
    rules: AccountRules,
    digests: readonly DigestGatherer[],
  ) => {
    const mode = result?.mode ?? run.mode;
    const keys = (result?.results ?? []).map((found) => {
      const key = reportedKey(found, plan.keys.get(found.facts.accessKeyId), { day: run.day, mode });
      const steps = timelineAfterRun(key, rules, run, upcomingDays);
      for (const digest of digests) digest.addKey(key, account, steps, rules);
      const { decision } = key;
      if (decision.state !== "inactive") ages.set(decision.age, (ages.get(decision.age) ?? 0) + 1);
      events.push(...keyEvents(run, key, account));
      const row = keyRow(key, account, steps);
      if (isListed(key)) rows.push({ order: orderOf(key), json: JSON.stringify(row) });
      return { key, steps, row, addressProblems: addressProblemsOfKey(key, rules, run.day) };
    });
    if (keys.some(({ key }) => key.isDeactivated)) succeeded.push(account.id);
    else if (keys.some(({ key }) => key.isFailed)) failed.push(account.id);
    const steps = keys.flatMap((key) => key.steps);
    upcoming.add(account.id, steps);
    const outcome = result?.outcome ?? "unreachable";
    if (outcome !== "skipped") accounts.push(accountRow(account, outcome, result, keys));
    return csvRows(account, keys, rules.tagNames.email);
  };

  return {
    async *csvOf(results: AsyncIterable<AccountReading>): AsyncGenerator<string> {
      yield csvHeader();
      for await (const read of results) {
        const rules = rulesFor(read.account, policy, run.mode);
        const digests = digestsOf(rules);
        addAccount(read, digests);
        yield addKeys(read, rules, digests);
      }
    },
    /** What was gathered, after all pieces of the CSV have been read. */
    gathered(): Gathered {
      return {
        lists: {
          totals: whole.totals,
          ages: [...ages].map(([age, keys]) => ({ age, keys })).sort((one, other) => one.age - other.age),
          upcoming: upcoming.days(),
          onHold: whole.holds.groups(),
          undeliverable: whole.deliveries.undeliverable(),
          ...reasons,
          skipped: allSkipped,
          rootKeys,
          accounts,
        },
        rows: rows.sort((one, other) => one.order - other.order).map(({ json }) => json),
        events,
        attempts: { failed, succeeded },
        deliveryReportsMissing: whole.deliveries.reportsMissing(),
        digest: whole,
        parts: [...parts.values()],
      };
    },
  };
}

import type { LeftOutAccount, Run } from "../../statemachine/contract.ts";
import type { AccountRow, AccountWithReason, KeyRow } from "../../statemachine/run-report.ts";
import { ageCounter } from "./key-ages.ts";
import { csvHeader, csvRows } from "./key-csv.ts";
import type { ReadAccount } from "./read-results.ts";
import { accountRow, isWorthARow } from "./report-rows.ts";
import { addAccount, emptyTotals } from "./tally.ts";
import { upcomingCounter } from "./upcoming-days.ts";

/** CIS AWS Foundations Benchmark: no access key for the root user. Curfew says so and does nothing to it. */
const rootKeyReason = "its root user has an active access key, which nothing can limit; delete it";

/** One pass over the results: the CSV goes out as they come, and only what the report shows is kept. */
export function gatherer(run: Run, leftOut: readonly LeftOutAccount[]) {
  const totals = emptyTotals(leftOut.length);
  const unreached: AccountWithReason[] = [];
  const notOnboarded: AccountWithReason[] = [];
  const rootKeys: AccountWithReason[] = [];
  const accounts: AccountRow[] = [];
  const keys: KeyRow[] = [];
  const ages = ageCounter();
  const upcoming = upcomingCounter(run.day);
  async function* csvOf(results: AsyncIterable<ReadAccount>): AsyncGenerator<string> {
    yield csvHeader();
    for await (const { account, result, noResult } of results) {
      const { id, name } = account;
      addAccount(totals, result);
      accounts.push(accountRow(account, result));
      const reason = noResult ?? result?.reason ?? "no reason given";
      if (result?.outcome === "notOnboarded") notOnboarded.push({ id, name, reason });
      else if (result?.outcome !== "enforced") unreached.push({ id, name, reason });
      if (result === undefined) continue;
      if (result.rootHasActiveKey === true) rootKeys.push({ id, name, reason: rootKeyReason });
      ages.add(result);
      upcoming.add(result);
      keys.push(
        ...result.results.filter(isWorthARow).map((key) => ({ ...key, accountId: id, accountName: name })),
      );
      yield csvRows(result);
    }
  }
  /** What was gathered, once all pieces of the CSV have been taken. */
  function lists() {
    return {
      totals,
      ages: ages.ages(),
      upcoming: upcoming.days(),
      unreached,
      notOnboarded,
      leftOut: [...leftOut],
      rootKeys,
      accounts,
      keys,
    };
  }
  return { csvOf, lists };
}

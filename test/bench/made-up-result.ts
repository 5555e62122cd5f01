import { rulesFor } from "../../functions/domain/account-scope.ts";
import { addDays } from "../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../functions/domain/evaluate-key.ts";
import { emptyHistory } from "../../functions/domain/key-history.ts";
import type { AccountRules, Policy } from "../../functions/domain/policy.ts";
import { recordedFactsOf } from "../../functions/worker/recorded-facts.ts";
import type { AccountResult, KeyResult } from "../../statemachine/account-result.ts";
import type { Run } from "../../statemachine/run.ts";
import { userNameOf } from "../budgets/account-population.ts";

/** This many keys of each account are past their first stage, and therefore rows of the report. */
export const rowsEach = 4;

/** The result of an account with four old keys, whose owners were notified in this run. */
export function madeUpResult(id: string, run: Run, policy: Policy): AccountResult {
  const path = ["r-benc", "ou-benc-workloads", "ou-benc-production"];
  const account = { id, name: `Account ${id.slice(-6)}`, path, state: "ACTIVE" };
  const rules = rulesFor(account, policy, run.mode);
  const results = Array.from({ length: rowsEach }, (_, index) => keyResult(id, index, run, rules));
  return {
    run,
    account,
    mode: run.mode,
    outcome: "evaluated",
    users: 10,
    keys: results.length,
    activeKeys: results.length,
    untagged: { email: 0, userType: 0 },
    rootHasActiveKey: false,
    results,
    problems: [],
  };
}

function keyResult(accountId: string, index: number, run: Run, rules: AccountRules): KeyResult {
  const today = run.day;
  const userName = userNameOf(Number(accountId.slice(-6)) * rowsEach + index);
  const createdOn = addDays(today, -(71 + ((Number(accountId.slice(-4)) * rowsEach + index) % 300)));
  const key = { accessKeyId: `AKIA${accountId}${index}XYZ`, userName, status: "Active", createdOn };
  const tags = { email: `${userName}@example.com`, userType: index % 2 === 0 ? "employee" : "machine" };
  const history = emptyHistory;
  const { spreadOverDays } = run;
  const decision = evaluateKey({ key, tags, history, rules, today, spreadOverDays });
  const sources = {
    key,
    keys: [key],
    keyFrom: "listing",
    tags,
    tagsReadOn: today,
    history,
    rules,
    today,
  } as const;
  const { notice } = decision;
  return {
    facts: recordedFactsOf(sources),
    decision,
    notices: (notice?.to ?? []).flatMap(({ address, as }) =>
      notice === undefined
        ? []
        : [
            {
              id: notice.id,
              to: address,
              as,
              ...(notice.names === undefined ? {} : { names: notice.names }),
              outcome: "sent",
            },
          ],
    ),
  };
}

import * as z from "zod/mini";
import type { Account } from "../../../functions/domain/account.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { type ListAccountsTask, listAccounts } from "../../../functions/scheduler/list-accounts.ts";
import {
  type AccountList,
  accountSchema,
  type RunInput,
  type SkippedAccount,
  skippedAccountSchema,
} from "../../../statemachine/run.ts";
import { memoryBucket } from "../../support/memory-bucket.ts";
import { memoryOrganization } from "../../support/memory-organization.ts";
import { stillClock } from "../../support/still-clock.ts";
import { policy } from "../domain/policy-fixture.ts";

/** When the execution of all tests started. */
export const startTime = "2026-11-23T08:03:11.417Z";

/** One call of the scheduler over these accounts, with what it wrote. */
export function scheduler(
  accounts: Iterable<Account>,
  input: RunInput = {},
  overrides: Partial<ListAccountsTask> = {},
) {
  const bucket = memoryBucket();
  const organization = memoryOrganization(accounts);
  const clock = stillClock(startTime);
  const task: ListAccountsTask = {
    event: { execution: { name: "daily-1", startTime }, input },
    policy: policy(),
    organization,
    bucket: "curfew-runs",
    maxConcurrency: 40,
    clock,
    checkSender: async () => ({ rate: 14 }),
    pause: async () => undefined,
    ...bucket,
    ...overrides,
  };
  const run = (): Promise<AccountList> => listAccounts(task);
  const workList = (): Account[] =>
    parse(z.array(accountSchema), JSON.parse(bucket.text("work-list.json")), "work list");
  const skipped = (): SkippedAccount[] =>
    bucket
      .text("skipped.jsonl")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => parse(skippedAccountSchema, JSON.parse(line), "list of skipped accounts"));
  return { run, bucket, organization, clock, workList, skipped };
}

import * as z from "zod/mini";
import type { ListedAccount } from "../../../functions/aws/organizations.ts";
import type { Account } from "../../../functions/domain/account.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { type ListAccountsTask, listAccounts } from "../../../functions/scheduler/list-accounts.ts";
import {
  type AccountList,
  accountSchema,
  type LeftOutAccount,
  leftOutAccountSchema,
  type RunInput,
} from "../../../statemachine/contract.ts";
import { policy } from "../domain/policy-fixture.ts";
import { memoryBucket } from "./memory-bucket.ts";
import { memoryOrganization } from "./memory-organization.ts";

/** When the execution of all tests started. */
export const startTime = "2026-11-23T08:03:11.417Z";

/** One call of the scheduler over these accounts, with what it wrote. */
export function scheduler(
  accounts: Iterable<ListedAccount>,
  input: RunInput = {},
  overrides: Partial<ListAccountsTask> = {},
) {
  const bucket = memoryBucket();
  const organization = memoryOrganization(accounts);
  const task: ListAccountsTask = {
    event: { execution: { name: "daily-1", startTime }, input },
    policy: policy(),
    organization,
    bucket: "curfew-runs",
    maxConcurrency: 40,
    senderProblem: async () => undefined,
    streamUp: bucket.streamUp,
    putText: bucket.putText,
    ...overrides,
  };
  const run = (): Promise<AccountList> => listAccounts(task);
  const workList = (): Account[] =>
    parse(z.array(accountSchema), JSON.parse(bucket.text("work-list.json")), "work list");
  const leftOut = (): LeftOutAccount[] =>
    bucket
      .text("left-out.jsonl")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => parse(leftOutAccountSchema, JSON.parse(line), "left-out list"));
  return { task, run, bucket, organization, workList, leftOut };
}

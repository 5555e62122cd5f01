import type { CallRecord } from "../../infra/sandbox/cloud/service.ts";

/** How often each operation was called, by `service operation`, whatever the answer. */
export function countsOf(calls: readonly CallRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of calls) {
    const name = `${service} ${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The load on an account: assuming a role in it, and the IAM calls that read. */
export function readsOf(calls: readonly CallRecord[]): CallRecord[] {
  return calls.filter(
    ({ service, operation }) => service === "sts" || (service === "iam" && operation !== "UpdateAccessKey"),
  );
}

/** What other tools need for a report on an account: for each user the keys and the tags, for each key its last use. */
export function sequentialReads({ users, keys }: { readonly users: number; readonly keys: number }): number {
  return 1 + Math.ceil(users / 1000) + 2 * users + keys;
}

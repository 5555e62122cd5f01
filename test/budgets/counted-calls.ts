import type { CallRecord } from "../../infra/sandbox/cloud/service.ts";

/** How often each operation was called, by `service operation`, whatever came of it. */
export function countsOf(calls: readonly CallRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of calls) {
    const name = `${service} ${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** What an account is burdened with: assuming its role, and IAM's reading calls. Switching a key off is no reading. */
export function readsOf(calls: readonly CallRecord[]): CallRecord[] {
  return calls.filter(
    ({ service, operation }) =>
      service === "sts" || (service === "iam" && !operation.startsWith("UpdateAccessKey")),
  );
}

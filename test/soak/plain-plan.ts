/** A key that policy and rule allow Curfew to deactivate today. */
export interface PlainDue {
  readonly accountId: string;
  readonly keyId: string;
  /** The latest day that was named. */
  readonly named: number;
}

/** How many keys may be deactivated in a day, in total and in one account, and above how many an approval is needed. */
export interface PlainLimits {
  readonly perDay: number;
  readonly perAccount: number;
  readonly approvalAbove: number;
}

/** What happens to the keys that are due today. */
export interface PlainPlan {
  readonly deactivate: readonly string[];
  readonly awaitApproval: readonly string[];
  /** They wait for the pace. */
  readonly wait: readonly string[];
}

/**
 * Oldest named day first, keys of failing accounts last, within the pace. Too many at once wait for an approval. During a
 * pause, all wait.
 */
export function plan(
  due: readonly PlainDue[],
  approved: ReadonlySet<string>,
  isPaused: boolean,
  failing: ReadonlySet<string>,
  limits: PlainLimits,
): PlainPlan {
  if (isPaused) return { deactivate: [], awaitApproval: [], wait: due.map(({ keyId }) => keyId) };
  const byNamedDay = [...due].sort((one, other) =>
    one.named === other.named ? (one.keyId < other.keyId ? -1 : 1) : one.named - other.named,
  );
  const queue = [
    ...byNamedDay.filter(({ accountId }) => !failing.has(accountId)),
    ...byNamedDay.filter(({ accountId }) => failing.has(accountId)),
  ];
  const isTooMuch = queue.filter(({ keyId }) => !approved.has(keyId)).length > limits.approvalAbove;
  const deactivate: string[] = [];
  const awaitApproval: string[] = [];
  const wait: string[] = [];
  const inAccount = new Map<string, number>();
  for (const { keyId, accountId } of queue) {
    const before = inAccount.get(accountId) ?? 0;
    if (isTooMuch && !approved.has(keyId)) awaitApproval.push(keyId);
    else if (deactivate.length >= limits.perDay || before >= limits.perAccount) wait.push(keyId);
    else {
      deactivate.push(keyId);
      inAccount.set(accountId, before + 1);
    }
  }
  return { deactivate, awaitApproval, wait };
}

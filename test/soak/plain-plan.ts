/** A key that the policy and the rule let Curfew deactivate today. */
export interface PlainDue {
  readonly accountId: string;
  readonly keyId: string;
  /** The latest day that was named. */
  readonly named: number;
}

/** How many keys a day may deactivate, in all and in one account, and above how many somebody has to approve. */
export interface PlainLimits {
  readonly perDay: number;
  readonly perAccount: number;
  readonly approvalAbove: number;
}

/** What becomes of the keys that are due today. */
export interface PlainPlan {
  readonly off: readonly string[];
  readonly awaitApproval: readonly string[];
  /** The pace had no room. */
  readonly wait: readonly string[];
}

/** Oldest named day first, within the pace; too many at once wait for an approval. A pause holds all. */
export function plan(
  due: readonly PlainDue[],
  approved: ReadonlySet<string>,
  isPaused: boolean,
  limits: PlainLimits,
): PlainPlan {
  if (isPaused) return { off: [], awaitApproval: [], wait: due.map(({ keyId }) => keyId) };
  const queue = [...due].sort((one, other) =>
    one.named === other.named ? (one.keyId < other.keyId ? -1 : 1) : one.named - other.named,
  );
  const isTooMuch = queue.filter(({ keyId }) => !approved.has(keyId)).length > limits.approvalAbove;
  const off: string[] = [];
  const awaitApproval: string[] = [];
  const wait: string[] = [];
  const inAccount = new Map<string, number>();
  for (const { keyId, accountId } of queue) {
    const before = inAccount.get(accountId) ?? 0;
    if (isTooMuch && !approved.has(keyId)) awaitApproval.push(keyId);
    else if (off.length >= limits.perDay || before >= limits.perAccount) wait.push(keyId);
    else {
      off.push(keyId);
      inAccount.set(accountId, before + 1);
    }
  }
  return { off, awaitApproval, wait };
}

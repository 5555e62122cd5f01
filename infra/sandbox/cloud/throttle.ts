import { refusal } from "./refusals.ts";
import type { Interception, Interceptor, ServiceResponse } from "./service.ts";

/** Which calls a limit is about. Without an operation all of the service share it. */
export interface ThrottledCalls {
  readonly service: string;
  readonly operation?: string;
  /** Whether each operation has a bucket of its own, where no operation is named. */
  readonly eachOperation?: boolean;
  /** Without it each account has a bucket of its own, as at AWS. */
  readonly accountId?: string;
}

/** A token bucket: `burst` calls at once, and `rate` more each second. */
export interface Limit {
  readonly rate: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

interface ThrottleRule {
  readonly calls: ThrottledCalls;
  readonly limit: Limit;
  /** By account, and by operation where each has its own. */
  readonly buckets: Map<string, Bucket>;
}

/**
 * Refuses calls above a rate, in real time, by token buckets as AWS does. A call takes a token of every
 * limit that is about it, and none if one is empty.
 */
export class Throttle implements Interceptor {
  readonly #now: () => number;
  readonly #rules = new Map<string, ThrottleRule>();

  /** @param now milliseconds that only grow */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Sets a limit, or replaces the one about the same calls; its buckets begin full. */
  setLimit(calls: ThrottledCalls, limit: Limit): void {
    this.#rules.set(keyOf(calls), { calls, limit, buckets: new Map() });
  }

  clear(): void {
    this.#rules.clear();
  }

  async before(call: Interception): Promise<ServiceResponse | undefined> {
    const buckets = [...this.#rules.values()]
      .filter((rule) => isAbout(rule.calls, call))
      .map((rule) => this.#filled(rule, call));
    if (buckets.some((bucket) => bucket.tokens < 1))
      throw refusal(call.service, "throttled", "Rate exceeded");
    for (const bucket of buckets) bucket.tokens -= 1;
    return undefined;
  }

  #filled({ calls, limit, buckets }: ThrottleRule, { accountId, operation }: Interception): Bucket {
    const now = this.#now();
    const key = calls.eachOperation === true ? `${accountId} ${operation}` : accountId;
    const bucket = buckets.get(key) ?? { tokens: limit.burst, filledAt: now };
    bucket.tokens = Math.min(limit.burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * limit.rate);
    bucket.filledAt = now;
    buckets.set(key, bucket);
    return bucket;
  }
}

function isAbout(calls: ThrottledCalls, call: Interception): boolean {
  return (
    calls.service === call.service &&
    (calls.operation ?? call.operation) === call.operation &&
    (calls.accountId ?? call.accountId) === call.accountId
  );
}

function keyOf({ service, operation, eachOperation, accountId }: ThrottledCalls): string {
  return JSON.stringify([service, operation, eachOperation, accountId]);
}

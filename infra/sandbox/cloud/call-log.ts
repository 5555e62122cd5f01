import type { CallRecord } from "./service.ts";

/** What calls to count: those whose record has all of these values. */
export type CallFilter = Partial<Omit<CallRecord, "allowedBy">>;

/**
 * The calls of known callers as they were answered, in the order of the answers; one that was reset has
 * the status 0 and the error code `reset`.
 */
export class CallLog {
  #records: CallRecord[] = [];

  record(call: CallRecord): void {
    this.#records.push(call);
  }

  all(): readonly CallRecord[] {
    return [...this.#records];
  }

  count(filter: CallFilter = {}): number {
    return this.#records.filter((record) => matches(record, filter)).length;
  }

  clear(): void {
    this.#records = [];
  }
}

function matches(record: CallRecord, filter: CallFilter): boolean {
  return (
    (filter.service ?? record.service) === record.service &&
    (filter.operation ?? record.operation) === record.operation &&
    (filter.accountId ?? record.accountId) === record.accountId &&
    (filter.principalArn ?? record.principalArn) === record.principalArn &&
    (filter.status ?? record.status) === record.status &&
    (filter.errorCode ?? record.errorCode) === record.errorCode
  );
}

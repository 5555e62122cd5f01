import type { Interception, Interceptor, ServiceRequest } from "../../../infra/sandbox/cloud/service.ts";
import { type CallName, callName, callText } from "./call-name.ts";

/** One call of a run as it was recorded. */
export interface RecordedCall extends CallName {
  /** Which call of this name it is, counted from 1: the pages of a list, a key that is read again. */
  readonly time: number;
  /** Whether the service answered it without an error. */
  succeeded: boolean;
}

/**
 * Records the calls of a run by name, in their order. A retry by the SDK is not a call of its own: on a busy machine an
 * answer may come too late although nothing is wrong.
 */
export class CallRecorder implements Interceptor {
  readonly #calls = new Map<ServiceRequest, RecordedCall>();
  readonly #times = new Map<string, number>();

  get calls(): readonly RecordedCall[] {
    return [...this.#calls.values()];
  }

  clear(): void {
    this.#calls.clear();
    this.#times.clear();
  }

  async before(call: Interception): Promise<undefined> {
    if (isSentAgain(call.request)) return undefined;
    const name = callName(call);
    const text = callText(name);
    const time = (this.#times.get(text) ?? 0) + 1;
    this.#times.set(text, time);
    this.#calls.set(call.request, { ...name, time, succeeded: false });
    return undefined;
  }

  async after({ request }: Interception): Promise<undefined> {
    const recorded = this.#calls.get(request);
    if (recorded !== undefined) recorded.succeeded = true;
    return undefined;
  }
}

/** Every SDK says in this header which attempt it is, counted from 1. */
function isSentAgain({ headers }: ServiceRequest): boolean {
  const attempt = /\battempt=(\d+)/.exec(headers["amz-sdk-request"] ?? "")?.[1];
  return attempt !== undefined && attempt !== "1";
}

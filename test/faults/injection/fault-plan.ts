import type {
  Interception,
  Interceptor,
  ServiceRequest,
  ServiceResponse,
} from "../../../infra/sandbox/cloud/service.ts";
import { type CallName, callName, callText } from "./call-name.ts";
import type { Fault } from "./fault.ts";
import { effectAfter, effectBefore } from "./fault-effect.ts";

/** Selects the calls whose name has all of these values. */
export type CallSelector = Partial<CallName>;

/** A fault and the calls that it happens to. */
export interface PlannedFault {
  readonly calls: CallSelector;
  readonly fault: Fault;
  /** The first of these calls that fails, counted from 1. Default: 1. */
  readonly from?: number;
  /** How many of them fail in a row. Default: all from then on. */
  readonly times?: number;
}

interface Rule extends PlannedFault {
  seen: number;
}

/**
 * Lets faults happen to selected calls of any service in any account. A new plan may replace the current one while the
 * cloud runs; it counts calls from then on.
 */
export class FaultPlan implements Interceptor {
  #rules: Rule[] = [];
  #affected: CallName[] = [];
  /** Between `before` and `after` of the same call. */
  readonly #pending = new WeakMap<ServiceRequest, Fault>();

  /** Replaces the plan, and forgets which calls the old one affected. */
  plan(faults: readonly PlannedFault[]): void {
    this.#rules = faults.map((fault) => ({ ...fault, seen: 0 }));
    this.#affected = [];
  }

  /** The calls that had a fault so far, by name. */
  get affected(): readonly CallName[] {
    return this.#affected;
  }

  async before(call: Interception): Promise<"reset" | undefined> {
    const fault = this.#faultFor(call);
    if (fault === undefined) return undefined;
    this.#affected.push(callName(call));
    this.#pending.set(call.request, fault);
    return await effectBefore(fault, call);
  }

  async after(call: Interception, answer: ServiceResponse): Promise<ServiceResponse | "reset" | undefined> {
    const fault = this.#pending.get(call.request);
    return fault === undefined ? undefined : await effectAfter(fault, call, answer);
  }

  #faultFor(call: Interception): Fault | undefined {
    if (this.#rules.length === 0) return undefined;
    const name = callName(call);
    let found: Fault | undefined;
    for (const rule of this.#rules) {
      if (!isMeant(rule.calls, name)) continue;
      rule.seen += 1;
      const { from = 1, times = Number.POSITIVE_INFINITY } = rule;
      if (rule.seen >= from && rule.seen < from + times) found ??= rule.fault;
    }
    return found;
  }
}

function isMeant(wanted: CallSelector, name: CallName): boolean {
  return callText({ ...name, ...wanted }) === callText(name);
}

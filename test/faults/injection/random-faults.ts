import { createHash } from "node:crypto";
import type {
  Interception,
  Interceptor,
  ServiceRequest,
  ServiceResponse,
} from "../../../infra/sandbox/cloud/service.ts";
import { type AwsFailure, awsFailures } from "./aws-failures.ts";
import { callName, callText } from "./call-name.ts";
import { effectAfter, effectBefore } from "./fault-effect.ts";

/** How faults are chosen. */
export interface RandomFaultsOptions {
  readonly seed: string;
  /** The share of calls that fail, between 0 and 1. */
  readonly share: number;
  /** Failures to exclude. */
  readonly without?: (failure: AwsFailure) => boolean;
  readonly onFault?: (failure: AwsFailure, call: Interception) => void;
}

/**
 * Lets a share of all calls fail, each in a way in which AWS can fail it. Which call gets which fault depends only on
 * the seed, the name of the call and how often it was made. A sequence of random numbers would not be reproducible,
 * because calls run in parallel.
 */
export class RandomFaults implements Interceptor {
  /** Nothing fails while this is false. */
  isOn = true;
  readonly #options: RandomFaultsOptions;
  readonly #times = new Map<string, number>();
  readonly #pending = new WeakMap<ServiceRequest, AwsFailure>();

  constructor(options: RandomFaultsOptions) {
    this.#options = options;
  }

  async before(call: Interception): Promise<"reset" | undefined> {
    const failure = this.isOn ? this.#failureFor(call) : undefined;
    if (failure === undefined) return undefined;
    this.#options.onFault?.(failure, call);
    this.#pending.set(call.request, failure);
    return await effectBefore(failure.fault, call);
  }

  async after(call: Interception, answer: ServiceResponse): Promise<ServiceResponse | "reset" | undefined> {
    const failure = this.#pending.get(call.request);
    return failure === undefined ? undefined : await effectAfter(failure.fault, call, answer);
  }

  #failureFor(call: Interception): AwsFailure | undefined {
    const { seed, share, without = () => false } = this.#options;
    const name = callText(callName(call));
    const time = (this.#times.get(name) ?? 0) + 1;
    this.#times.set(name, time);
    const digest = createHash("sha256").update(`${seed} ${name} ${time}`).digest();
    if (digest.readUInt32BE(0) >= share * 2 ** 32) return undefined;
    const failures = awsFailures(call).filter((failure) => !without(failure));
    return failures[digest.readUInt32BE(4) % failures.length];
  }
}

import { AwsError } from "../../cloud/aws-error.ts";
import type { ExecutionEnvironment } from "./execution-environment.ts";

/** What a pool needs to know. */
export interface PoolOptions {
  /** How many environments there may be; further invocations wait, where AWS would throttle. */
  readonly limit: number;
  readonly start: () => ExecutionEnvironment;
  /** Whether an idle environment may still be given an event. */
  readonly isFresh: (environment: ExecutionEnvironment) => boolean;
}

/**
 * The execution environments of one function. Each handles one event at a time and is kept warm; the one
 * that was used last is used next, so that the others could be let go (Lambda developer guide,
 * "Understanding the Lambda execution environment lifecycle").
 */
export class EnvironmentPool {
  readonly #options: PoolOptions;
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Gives a piece of work its own environment while it runs. */
  async use<Result>(work: (environment: ExecutionEnvironment) => Promise<Result>): Promise<Result> {
    await this.#takePlace();
    try {
      const environment = this.#warm() ?? this.#cold();
      try {
        return await work(environment);
      } finally {
        this.#giveBack(environment);
      }
    } finally {
      this.#givePlace();
    }
  }

  /** How many environments there are, and how many of them are at work. */
  get size(): { readonly all: number; readonly busy: number } {
    return { all: this.#all.size, busy: this.#taken };
  }

  /** Ends every environment, also those at work; the next invocation starts a new one. */
  killAll(): void {
    this.#idle.length = 0;
    for (const environment of this.#all) this.#discard(environment);
  }

  /** Ends every environment for good and waits until all processes are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const ended = [...this.#all].map((environment) => environment.closed());
    this.killAll();
    await Promise.all(ended);
  }

  #warm(): ExecutionEnvironment | undefined {
    for (let candidate = this.#idle.pop(); candidate !== undefined; candidate = this.#idle.pop()) {
      if (candidate.isUsable && this.#options.isFresh(candidate)) return candidate;
      this.#discard(candidate);
    }
    return undefined;
  }

  #cold(): ExecutionEnvironment {
    if (this.#isClosed) throw new AwsError("ServiceException", "The embedded cloud is being closed", 500);
    const environment = this.#options.start();
    this.#all.add(environment);
    return environment;
  }

  #giveBack(environment: ExecutionEnvironment): void {
    if (environment.isUsable && !this.#isClosed) this.#idle.push(environment);
    else this.#discard(environment);
  }

  #discard(environment: ExecutionEnvironment): void {
    this.#all.delete(environment);
    environment.kill();
  }

  async #takePlace(): Promise<void> {
    if (this.#taken < this.#options.limit) {
      this.#taken += 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The place goes to the work that has waited longest. */
  #givePlace(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }
}

import type { Interception, Interceptor } from "../../infra/sandbox/cloud/service.ts";

/** How often a function was invoked, and for how long altogether. */
export interface Invocations {
  readonly count: number;
  readonly seconds: number;
}

/** Measures how long the functions of an embedded cloud run, their cold starts among it, and what they log. */
export class RunMeter implements Interceptor {
  readonly #startedAt = new Map<string, number>();
  readonly #invocations = new Map<string, Invocations>();
  #logBytes = 0;

  async before({ service, request }: Interception): Promise<undefined> {
    if (service === "lambda") this.#startedAt.set(request.requestId, performance.now());
    return undefined;
  }

  async after({ service, request }: Interception): Promise<undefined> {
    const startedAt = this.#startedAt.get(request.requestId);
    if (service !== "lambda" || startedAt === undefined) return undefined;
    this.#startedAt.delete(request.requestId);
    const name =
      decodeURIComponent(request.path.split("/").at(-2) ?? "")
        .split(":")
        .at(-1) ?? "";
    const { count, seconds } = this.invocationsOf(name);
    this.#invocations.set(name, {
      count: count + 1,
      seconds: seconds + (performance.now() - startedAt) / 1000,
    });
    return undefined;
  }

  /** For `FunctionsOptions`. */
  readonly onLog = (_functionName: string, line: string): void => {
    this.#logBytes += Buffer.byteLength(line) + 1;
  };

  invocationsOf(functionName: string): Invocations {
    return this.#invocations.get(functionName) ?? { count: 0, seconds: 0 };
  }

  get logBytes(): number {
    return this.#logBytes;
  }

  clear(): void {
    this.#invocations.clear();
    this.#logBytes = 0;
  }
}

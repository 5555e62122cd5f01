import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";

/** An HTTP handler as the clients of the SDK take one. */
type Handler = Pick<S3Client["config"]["requestHandler"], "handle" | "metadata" | "destroy">;

/** Every call of an invocation carries its ID in this header. It is added after signing, so it is not signed. */
export const invocationHeader = "x-test-invocation";

/** One invocation of a function that runs in this process. */
export class Invocation {
  readonly id: string = randomUUID();
  /** Settles when it is killed. */
  readonly death: Promise<void>;
  #isDead = false;
  readonly #die: () => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.death = promise;
    this.#die = resolve;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** From now on none of its calls goes out or comes back, so none of its code runs: no catch, no finally. */
  kill(): void {
    this.#isDead = true;
    this.#die();
  }
}

/** The invocation that the current code belongs to. */
export const runningInvocation = new AsyncLocalStorage<Invocation>();

/** A client's HTTP handler that marks calls with their invocation, and never answers those of a killed one. */
export function tapped(handler: Handler): Handler {
  return {
    ...(handler.metadata === undefined ? {} : { metadata: handler.metadata }),
    destroy: () => handler.destroy?.(),
    async handle(...[request, options]: Parameters<Handler["handle"]>) {
      const invocation = runningInvocation.getStore();
      if (invocation === undefined) return handler.handle(request, options);
      if (invocation.isDead) return await never();
      request.headers[invocationHeader] = invocation.id;
      try {
        return await handler.handle(request, options);
      } finally {
        if (invocation.isDead) await never();
      }
    },
  };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

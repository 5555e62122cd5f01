import { type Around, undisturbed } from "./around.ts";
import { type Outcome, runWorker, type WorkerWish } from "./run-worker.ts";
import type { World } from "./world.ts";

/** Where a worker dies: before or after its n-th side effect, counted from 0. */
export interface Death {
  readonly at: number;
  readonly when: "before" | "after";
}

/** How a worker died: the call it was at; no call where it lived to its end. */
export interface Killed {
  readonly call: string | undefined;
  /** Every side effect that took place. */
  readonly effects: readonly string[];
}

const reads = /^(AssumeRole|ListUsers|ListAccessKeys|ListUserTags|GetAccessKeyLastUsed|histories)/;

/**
 * Runs a worker and kills it as Lambda does: from that moment on nothing of it runs any more, no catch and no
 * finally, because no call of it ever comes back.
 */
export async function runAndKill(world: World, { at, when }: Death, wish: WorkerWish = {}): Promise<Killed> {
  const effects: string[] = [];
  let begun = 0;
  let end: (call: string) => void = () => undefined;
  const death = new Promise<string>((resolve) => {
    end = resolve;
  });
  let isDead = false;
  const never = () => new Promise<never>(() => undefined);
  const die = (call: string): Promise<never> => {
    isDead = true;
    end(call);
    return never();
  };
  const { around: inner = undisturbed } = wish;
  const around: Around = async (call, effect) => {
    if (isDead) return never();
    const isCounted = !reads.test(call);
    const isLast = isCounted && begun === at;
    if (isCounted) begun += 1;
    if (isLast && when === "before") return die(call);
    // A call that was on its way when its worker died still takes effect.
    const answer = await inner(call, effect);
    if (isCounted) effects.push(call);
    if (isLast) return die(call);
    return isDead ? never() : answer;
  };
  const lived = runWorker(world, { ...wish, around }).then(() => undefined);
  return { call: await Promise.race([death, lived]), effects };
}

/**
 * What the state machine does after a worker has failed: it comes back in seconds, and in 100 of them where
 * another worker's claims stand in the way (daily.asl.json, Retry).
 */
export async function retryToTheEnd(world: World, wish: WorkerWish = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let pause = 5_000;
  while (outcomes.length < 6) {
    world.now += pause;
    const outcome = await runWorker(world, wish);
    outcomes.push(outcome);
    if (!(outcome.error instanceof Error)) return outcomes;
    pause = outcome.error.name === "NoticesInFlight" ? 100_000 : 5_000;
  }
  throw new Error("six retries did not end it", { cause: outcomes.at(-1)?.error });
}

import { type Around, undisturbed } from "./around.ts";
import { type Outcome, runDeactivate, runEvaluate, type WorkerWish } from "./run-worker.ts";
import type { World } from "./world.ts";

/** Where a worker dies: before or after its n-th side effect, counted from 0. */
export interface Death {
  readonly at: number;
  readonly when: "before" | "after";
}

/** The call at which a worker died. No call if it finished. */
export interface Killed {
  readonly call: string | undefined;
  /** Every side effect that happened. */
  readonly effects: readonly string[];
}

/** One execution in one account: the first Map, the plan, the second Map. A step that is over is not repeated. */
export class Execution {
  private readonly world: World;
  private readonly wish: WorkerWish;
  private plan: readonly string[] | undefined;
  private isOver = false;

  constructor(world: World, wish: WorkerWish = {}) {
    this.world = world;
    this.wish = wish;
  }

  /** Runs the next step; `undefined` after both. */
  async next(around?: Around): Promise<Outcome<unknown> | undefined> {
    const wish = around === undefined ? this.wish : { ...this.wish, around };
    if (this.isOver) return undefined;
    if (this.plan === undefined) {
      const outcome = await runEvaluate(this.world, wish);
      if (outcome.error === undefined)
        this.plan = (outcome.result?.results ?? [])
          .filter(({ decision }) => decision.state === "deactivate")
          .map(({ decision }) => decision.accessKeyId);
      return outcome;
    }
    const outcome = await runDeactivate(this.world, this.plan, wish);
    this.isOver = outcome.error === undefined;
    return outcome;
  }

  /**
   * What the state machine does: it retries a step after some seconds, and after 100 seconds if another worker has
   * claims (daily.asl.json, Retry).
   */
  async toTheEnd(around?: Around): Promise<void> {
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const outcome = await this.next(around);
      if (outcome === undefined) return;
      const isInFlight = outcome.error instanceof Error && outcome.error.name === "NoticesInFlight";
      if (outcome.error !== undefined) this.world.now += isInFlight ? 100_000 : 5_000;
    }
    throw new Error("twelve attempts did not end it");
  }
}

const reads =
  /^(AssumeRole|ListUsers|ListAccessKeys|ListUserTags|GetAccessKeyLastUsed|GetCredentialReport|histories|load|pause)/;

/**
 * Runs an execution and kills its worker as Lambda does: from then on none of its code runs, no catch and
 * no finally, because no call of it ever returns.
 */
export async function runAndKill(
  execution: Execution,
  { at, when }: Death,
  inner: Around = undisturbed,
): Promise<Killed> {
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
  const around: Around = async (call, effect) => {
    if (isDead) return never();
    const isCounted = !reads.test(call);
    const isLast = isCounted && begun === at;
    if (isCounted) begun += 1;
    if (isLast && when === "before") return die(call);
    // A call that was in progress when its worker died still takes effect.
    const answer = await inner(call, effect);
    if (isCounted) effects.push(call);
    if (isLast) return die(call);
    return isDead ? never() : answer;
  };
  const lived = execution.toTheEnd(around).then(() => undefined);
  return { call: await Promise.race([death, lived]), effects };
}

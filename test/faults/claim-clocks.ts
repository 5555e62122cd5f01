import type { CloudClock } from "../../infra/sandbox/cloud/service.ts";

/** Seconds until a worker's next attempt (daily.asl.json, Retry of EnforceAccount). */
const pauseSeconds: Readonly<Record<string, number>> = { NoticesInFlight: 100 };
const otherwiseSeconds = 5;

interface AccountClock {
  /** How much later it is than by the cloud's clock, in milliseconds. */
  ahead: number;
  running: number;
  /** How long the next worker is to have waited. */
  pause: number;
  readonly waiting: (() => void)[];
}

/**
 * The wall clock by which claims grow stale and entries are dated, for each account its own. The pauses of the state machine pass on
 * it, although nobody waits for them: whoever is to come back after 100 seconds finds that whatever else was at
 * work in the account has ended, as it would have.
 */
export class ClaimClocks {
  readonly #clock: CloudClock;
  readonly #accounts = new Map<string, AccountClock>();

  constructor(clock: CloudClock) {
    this.#clock = clock;
  }

  now(accountId: string): Date {
    return new Date(this.#clock.now().getTime() + this.#of(accountId).ahead);
  }

  /** Before a worker begins. */
  async begin(accountId: string): Promise<void> {
    const account = this.#of(accountId);
    const seconds = account.pause;
    account.pause = 0;
    while (seconds > otherwiseSeconds && account.running > 0)
      await new Promise<void>((resolve) => account.waiting.push(resolve));
    account.ahead += seconds * 1000;
    account.running += 1;
  }

  /** After a worker's end, however it ended. */
  end(accountId: string, errorType: string | undefined): void {
    const account = this.#of(accountId);
    account.running -= 1;
    account.pause = Math.max(account.pause, pauseSeconds[errorType ?? ""] ?? otherwiseSeconds);
    for (const goOn of account.waiting.splice(0)) goOn();
  }

  #of(accountId: string): AccountClock {
    const known = this.#accounts.get(accountId);
    if (known !== undefined) return known;
    const account = { ahead: 0, running: 0, pause: 0, waiting: [] };
    this.#accounts.set(accountId, account);
    return account;
  }
}

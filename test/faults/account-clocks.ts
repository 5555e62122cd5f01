import type { Clock } from "../../functions/runtime/system-clock.ts";
import type { CloudClock } from "../../infra/sandbox/cloud/service.ts";

/** Seconds until the next attempt of a state (Retry in statemachine/*.asl.json). */
const pauseSeconds: Readonly<Record<string, number>> = { NoticesInFlight: 100 };
const otherwiseSeconds = 5;

interface AccountClock {
  /** How much later it is than by the cloud's clock, in milliseconds. */
  ahead: number;
  running: number;
  /** How long the next invocation is to have waited. */
  pause: number;
  readonly waiting: (() => void)[];
}

/**
 * The time that functions see, for each account its own. Pauses pass on it at once, those of the functions and those of
 * the state machine: whoever is to come back after 100 seconds finds that whatever else was at work in the account has
 * ended, as it would have.
 */
export class AccountClocks {
  readonly #clock: CloudClock;
  readonly #accounts = new Map<string, AccountClock>();

  constructor(clock: CloudClock) {
    this.#clock = clock;
  }

  /** The clock of an account; "" is that of the functions which work for no single account. */
  of(accountId: string): Clock {
    const account = this.#of(accountId);
    return {
      now: () => new Date(this.#clock.now().getTime() + account.ahead),
      async pause(milliseconds) {
        account.ahead += milliseconds;
      },
    };
  }

  /** Before a function begins. */
  async begin(accountId: string): Promise<void> {
    const account = this.#of(accountId);
    const seconds = account.pause;
    account.pause = 0;
    while (seconds > otherwiseSeconds && account.running > 0)
      await new Promise<void>((resolve) => account.waiting.push(resolve));
    account.ahead += seconds * 1000;
    account.running += 1;
  }

  /** After a function's end, however it ended. */
  end(accountId: string, errorType: string | undefined): void {
    const account = this.#of(accountId);
    account.running -= 1;
    if (errorType !== undefined)
      account.pause = Math.max(account.pause, pauseSeconds[errorType] ?? otherwiseSeconds);
    for (const goOn of account.waiting.splice(0)) goOn();
  }

  /** A new day begins: no account is ahead. */
  beginDay(): void {
    for (const account of this.#accounts.values()) Object.assign(account, { ahead: 0, pause: 0 });
  }

  #of(accountId: string): AccountClock {
    const known = this.#accounts.get(accountId);
    if (known !== undefined) return known;
    const account = { ahead: 0, running: 0, pause: 0, waiting: [] };
    this.#accounts.set(accountId, account);
    return account;
  }
}

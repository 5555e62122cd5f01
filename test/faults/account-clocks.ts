import type { Clock } from "../../functions/runtime/system-clock.ts";
import type { CloudClock } from "../../infra/sandbox/cloud/service.ts";

/** Seconds until the next attempt of a state, by error (Retry in statemachine/*.asl.json). */
const pauseSeconds: Readonly<Record<string, number>> = { NoticesInFlight: 100 };
const otherwiseSeconds = 5;

interface AccountClock {
  /** How far it is ahead of the cloud's clock, in milliseconds. */
  ahead: number;
  running: number;
  /** How many seconds pass before the next invocation. */
  pause: number;
  readonly waiting: (() => void)[];
}

/**
 * The time that functions see. In an execution each account has its own. Pauses take no time, neither those of the
 * functions nor those of the state machine. A worker that comes back after 100 seconds finds all other work in the
 * account done, as in reality.
 */
export class AccountClocks {
  readonly #clock: CloudClock;
  readonly #accounts = new Map<string, AccountClock>();
  /** How far the clocks of all accounts are ahead at least. */
  #ahead = 0;

  constructor(clock: CloudClock) {
    this.#clock = clock;
  }

  /** The clock of an account. "" is the clock of the functions that work for no single account. */
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

  /** After a function has ended, well or not. */
  end(accountId: string, errorType: string | undefined): void {
    const account = this.#of(accountId);
    account.running -= 1;
    if (errorType !== undefined)
      account.pause = Math.max(account.pause, pauseSeconds[errorType] ?? otherwiseSeconds);
    for (const goOn of account.waiting.splice(0)) goOn();
  }

  /**
   * A new execution begins after all work of those before it. If one account's clock stayed behind another's by more
   * than a function's timeout, it could never get a slot of the mail pace, which all accounts share.
   */
  beginExecution(): void {
    const accounts = [...this.#accounts.values()];
    this.#ahead = Math.max(this.#ahead, ...accounts.map(({ ahead }) => ahead));
    for (const account of accounts) account.ahead = this.#ahead;
  }

  /** A new day begins: no account is ahead. */
  beginDay(): void {
    this.#ahead = 0;
    for (const account of this.#accounts.values()) Object.assign(account, { ahead: 0, pause: 0 });
  }

  #of(accountId: string): AccountClock {
    const known = this.#accounts.get(accountId);
    if (known !== undefined) return known;
    const account = { ahead: this.#ahead, running: 0, pause: 0, waiting: [] };
    this.#accounts.set(accountId, account);
    return account;
  }
}

import type { EndedRun, TestCloud } from "./test-cloud.ts";

/** A mail, with the day of the run that sent it. */
export interface Told {
  readonly day: number;
  readonly subject: string;
  readonly text: string;
}

/** Runs over one account, over a stretch of time: how each ended, and which mails it sent. */
export class Calendar {
  readonly #cloud: TestCloud;
  readonly #accountId: string;
  readonly #runs = new Map<number, EndedRun>();
  readonly #told = new Map<string, Told[]>();

  constructor(cloud: TestCloud, accountId: string) {
    this.#cloud = cloud;
    this.#accountId = accountId;
  }

  /** Runs on these days, one after the other; a day that comes twice is run twice. */
  async run(...days: readonly number[]): Promise<void> {
    for (const day of days) {
      const before = this.#cloud.mails().length;
      const run = await this.#cloud.run(day, { accountIds: [this.#accountId] });
      if (run.status !== "SUCCEEDED") throw new Error(`day ${day}: ${run.error ?? run.status}: ${run.cause}`);
      this.#runs.set(day, run);
      for (const { to, subject, text } of this.#cloud.mails().slice(before)) {
        const told = { day, subject, text };
        this.#told.set(to, [...(this.#told.get(to) ?? []), told]);
      }
    }
  }

  /** The last run of a day. */
  on(day: number): EndedRun {
    const run = this.#runs.get(day);
    if (run === undefined) throw new Error(`there was no run on day ${day}`);
    return run;
  }

  /** What somebody was told, in the order of time. */
  toldTo(address: string): readonly Told[] {
    return this.#told.get(address) ?? [];
  }

  /** On which days somebody was told something. */
  daysOf(address: string): number[] {
    return this.toldTo(address).map(({ day }) => day);
  }
}

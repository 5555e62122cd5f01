import type { EndedRun, TestCloud } from "./test-cloud.ts";

/** A mail, with the day of the run that sent it. */
export interface DatedMail {
  readonly day: number;
  readonly subject: string;
  readonly text: string;
}

/** Runs over one account on several days: how each ended, and which mails it sent. */
export class Calendar {
  readonly #cloud: TestCloud;
  readonly #accountId: string;
  readonly #runs = new Map<number, EndedRun>();
  readonly #mails = new Map<string, DatedMail[]>();

  constructor(cloud: TestCloud, accountId: string) {
    this.#cloud = cloud;
    this.#accountId = accountId;
  }

  /** Runs on these days, one after the other. A day that is given twice has two runs. */
  async run(...days: readonly number[]): Promise<void> {
    for (const day of days) {
      const before = this.#cloud.mails().length;
      const run = await this.#cloud.run(day, { accountIds: [this.#accountId] });
      if (run.status !== "SUCCEEDED") throw new Error(`day ${day}: ${run.error ?? run.status}: ${run.cause}`);
      this.#runs.set(day, run);
      for (const { to, subject, text } of this.#cloud.mails().slice(before)) {
        const mail = { day, subject, text };
        this.#mails.set(to, [...(this.#mails.get(to) ?? []), mail]);
      }
    }
  }

  /** The last run of a day. */
  on(day: number): EndedRun {
    const run = this.#runs.get(day);
    if (run === undefined) throw new Error(`there was no run on day ${day}`);
    return run;
  }

  /** The mails to an address, oldest first. */
  mailsTo(address: string): readonly DatedMail[] {
    return this.#mails.get(address) ?? [];
  }

  /** The days on which an address got mail. */
  daysOf(address: string): number[] {
    return this.mailsTo(address).map(({ day }) => day);
  }
}

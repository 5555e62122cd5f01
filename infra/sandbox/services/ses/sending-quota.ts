import { performance } from "node:perf_hooks";
import { AwsError } from "../../cloud/aws-error.ts";
import type { CloudClock } from "../../cloud/service.ts";

/** How much an account may send. */
export interface SendLimits {
  /** Recipients in any 24 hours; -1 for no limit. */
  readonly max24HourSend: number;
  /** Recipients a second. */
  readonly maxSendRate: number;
}

/** The code of a throttled SendEmail: documentation and SDK model disagree about it. */
export type ThrottlingCode = "ThrottlingException" | "TooManyRequestsException";

const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * The two quotas of SendEmail, both counted in recipients (SES developer guide, "Service quotas"). The day
 * passes by the cloud's clock, the second by the real one: the clock of a test stands still between mails.
 */
export class SendingQuota {
  throttlingCode: ThrottlingCode = "ThrottlingException";
  readonly #clock: CloudClock;
  readonly #milliseconds: () => number;
  readonly #sent: { readonly at: number; readonly recipients: number }[] = [];
  #sentRecipients = 0;
  #limits: SendLimits;
  #tokens: number;
  #filledAt: number;

  /** @param milliseconds real time, `performance.now` unless a test passes its own */
  constructor(limits: SendLimits, clock: CloudClock, milliseconds = () => performance.now()) {
    this.#limits = limits;
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#tokens = burst(limits);
    this.#filledAt = milliseconds();
  }

  get limits(): SendLimits {
    return this.#limits;
  }

  set limits(limits: SendLimits) {
    this.#limits = limits;
    this.#tokens = burst(limits);
  }

  /** Recipients of the last 24 hours. */
  get sentLast24Hours(): number {
    const dayAgo = this.#clock.now().getTime() - dayMilliseconds;
    for (let oldest = this.#sent[0]; oldest !== undefined && oldest.at <= dayAgo; oldest = this.#sent[0]) {
      this.#sentRecipients -= oldest.recipients;
      this.#sent.shift();
    }
    return this.#sentRecipients;
  }

  /**
   * Counts a mail, or refuses it and counts nothing: SES drops the message then, and its text alone tells a
   * full day from a full second (SES developer guide, "Errors related to the sending quotas").
   * @throws {AwsError} with `throttlingCode`
   */
  spend(recipients: number): void {
    const { max24HourSend, maxSendRate } = this.#limits;
    if (max24HourSend >= 0 && this.sentLast24Hours + recipients > max24HourSend)
      throw this.#refusal("Daily message quota exceeded");
    const now = this.#milliseconds();
    const refilled = this.#tokens + ((now - this.#filledAt) / 1000) * maxSendRate;
    this.#tokens = Math.min(refilled, burst(this.#limits));
    this.#filledAt = now;
    // A mail to many may overdraw the second, else an account with one a second could never send it.
    if (this.#tokens < 1) throw this.#refusal("Maximum sending rate exceeded");
    this.#tokens -= recipients;
    this.#sentRecipients += recipients;
    this.#sent.push({ at: this.#clock.now().getTime(), recipients });
  }

  #refusal(message: string): AwsError {
    return new AwsError(
      this.throttlingCode,
      message,
      this.throttlingCode === "ThrottlingException" ? 400 : 429,
    );
  }
}

/** SES allows short bursts and does not say how long; here one second's worth may go at once. */
function burst({ maxSendRate }: SendLimits): number {
  return Math.max(1, maxSendRate);
}

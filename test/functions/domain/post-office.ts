import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import type { Addressee, Delivery, NoticeDue, NoticeKind } from "../../../functions/domain/notice.ts";

/**
 * What happens to a mail to an address.
 * - `bouncedLater`: SES reports a delivery, and two days later a permanent bounce.
 * - `lost`: it arrives, but SES's report does not. `vanished`: neither arrives.
 * - `reportedLate`: it arrives at once, and SES's report three days later.
 * - `arrivesLate`: the mail and the report arrive three days later, after a delay of delivery.
 * - `bouncesLate`: SES reports nothing for three days, then a permanent bounce.
 * - `complained`: it arrives, the reader complains, and SES suppresses the address from the next day on.
 */
export type MailFate =
  | "delivered"
  | "bounced"
  | "bouncedLater"
  | "lost"
  | "vanished"
  | "refused"
  | "reportedLate"
  | "arrivesLate"
  | "bouncesLate"
  | "complained";

/** A report of SES that reaches Curfew before the run of a day. */
interface Report {
  readonly claimId: string;
  readonly knownOn: Day;
  readonly delivery: Delivery;
}

/** A mail that Curfew gave to SES: what happened to it, whatever the ledger says. */
export interface SentMail {
  readonly to: string;
  readonly as: Addressee["as"];
  readonly sentOn: Day;
  readonly kind: NoticeKind;
  readonly id: string;
  readonly names?: Day | undefined;
  readonly noticeDays: number;
  readonly audience: NoticeDue["audience"];
  readonly fate: MailFate;
  /** The day on which it was in the inbox; absent where it never was. */
  readonly on?: Day | undefined;
  /** From the run of this day on Curfew can know that it arrived. */
  readonly arrivalKnownOn?: Day | undefined;
  /** From the run of this day on Curfew can know that it bounced. */
  readonly bounceKnownOn?: Day | undefined;
}

/** A mail in somebody's inbox: what they know. */
export interface InboxMail extends SentMail {
  readonly on: Day;
}

/** The days after the sending, for each fate. */
export const mailCourses: Record<
  MailFate,
  { readonly inbox?: number; readonly arrived?: number; readonly bounced?: number }
> = {
  delivered: { inbox: 0, arrived: 0 },
  bounced: { bounced: 0 },
  bouncedLater: { arrived: 0, bounced: 2 },
  lost: { inbox: 0 },
  vanished: {},
  refused: {},
  reportedLate: { inbox: 0, arrived: 3 },
  arrivesLate: { inbox: 3, arrived: 3 },
  bouncesLate: { bounced: 3 },
  complained: { inbox: 0, arrived: 0 },
};

/** SES, the mailboxes of the owners, and the way of SES's reports to the ledger. Keys of one user share it. */
export class PostOffice {
  #fate: (address: string) => MailFate = () => "delivered";
  #reports: Report[] = [];
  readonly #suppressedFrom = new Map<string, Day>();

  /** What happens to mails from now on. */
  change(fate: (address: string) => MailFate): void {
    this.#fate = fate;
  }

  /** From now on every mail arrives. Earlier reports stay valid, and no further ones come. */
  settle(): void {
    this.#reports = [];
    this.#suppressedFrom.clear();
    this.#fate = () => "delivered";
  }

  /** Takes one mail, and answers what happens to it and what is reported at once. */
  send(
    { id, kind, names, noticeDays = 0, audience }: NoticeDue,
    { address, as }: Addressee,
    claimId: string,
    day: Day,
  ): { readonly mail: SentMail; readonly isRefused: boolean; readonly delivery: Delivery } {
    const fate = this.#fateOf(address, day);
    const { inbox, arrived, bounced } = mailCourses[fate];
    if (fate === "complained") this.#suppressedFrom.set(address, addDays(day, 1));
    const after = (days: number | undefined) => (days === undefined ? undefined : addDays(day, days));
    const mail: SentMail = {
      to: address,
      as,
      sentOn: day,
      kind,
      id: JSON.stringify(id),
      names,
      noticeDays,
      audience,
      fate,
      on: after(inbox),
      arrivalKnownOn: after(arrived),
      bounceKnownOn: after(bounced),
    };
    if (arrived !== undefined)
      this.#report(claimId, addDays(day, arrived), fate === "reportedLate" ? day : undefined);
    if (bounced !== undefined) {
      const on = addDays(day, bounced);
      this.#reports.push({
        claimId,
        knownOn: on,
        delivery: { state: "bounced", on, cause: "Permanent/General" },
      });
    }
    const [now] = this.reportsOn(day, (one) => one === claimId);
    return { mail, isRefused: fate === "refused", delivery: now?.delivery ?? { state: "unknown" } };
  }

  /** Takes out the reports about some mails that have come up to a day, in the order in which they came. */
  reportsOn(day: Day, isWanted: (claimId: string) => boolean): Report[] {
    const isDue = ({ claimId, knownOn }: Report) => knownOn <= day && isWanted(claimId);
    const due = this.#reports.filter(isDue).toSorted((one, other) => (one.knownOn < other.knownOn ? -1 : 1));
    this.#reports = this.#reports.filter((report) => !isDue(report));
    return due;
  }

  #report(claimId: string, knownOn: Day, on: Day = knownOn): void {
    this.#reports.push({ claimId, knownOn, delivery: { state: "delivered", on } });
  }

  #fateOf(address: string, day: Day): MailFate {
    const suppressedFrom = this.#suppressedFrom.get(address);
    return suppressedFrom !== undefined && suppressedFrom <= day ? "bounced" : this.#fate(address);
  }
}

import { randomUUID } from "node:crypto";
import { partitionOf } from "../../../cdk/names.ts";
import type { CloudClock } from "../../cloud/service.ts";
import type { EventOnBus } from "../events/bus-event.ts";
import { SesAccount } from "./mail-account.ts";
import { MailDeliveries } from "./mail-deliveries.ts";
import { MailFates, suppressedFate } from "./mail-fate.ts";
import type { MailInbox } from "./mail-inbox.ts";

/** A mail that SES accepted, once for each of its recipients. */
export interface SentMail {
  readonly accountId: string;
  readonly region: string;
  readonly messageId: string;
  /** The sender's address alone. */
  readonly from: string;
  /** The sender as SendEmail named it, with a display name where there is one. */
  readonly fromHeader: string;
  readonly replyTo: readonly string[];
  readonly to: string;
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  /** Further headers of the mail. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The one that SendEmail named, else the identity's default. */
  readonly configurationSet: string | undefined;
  readonly sentAt: Date;
  /** Whether it reaches the recipient, now or later. */
  readonly delivered: boolean;
}

/** A mail as SendEmail brings it, its recipients of all three kinds together. */
export type AcceptedMail = Pick<
  SentMail,
  "from" | "fromHeader" | "replyTo" | "subject" | "text" | "html" | "headers" | "tags" | "configurationSet"
> & { readonly recipients: readonly string[] };

/** What the accounts need besides a clock. */
export interface MailAccountsProps {
  readonly clock: CloudClock;
  /** Shows delivered mails in the browser; without it they are only in the outbox. */
  readonly inbox?: MailInbox;
  /** Real time for the rate. @default performance.now */
  readonly milliseconds?: () => number;
  /** Takes the events that SES publishes. @default nobody takes them */
  readonly publish?: (event: EventOnBus) => void;
}

/** SES of all accounts and Regions, and every mail they sent: the in-process side of SES. */
export class MailAccounts {
  /** What happens to mail, by recipient. By default every mail is delivered at once. */
  readonly fates = new MailFates();
  readonly #props: MailAccountsProps;
  readonly #deliveries: MailDeliveries;
  readonly #accounts = new Map<string, SesAccount>();
  readonly #outbox: SentMail[] = [];

  constructor(props: MailAccountsProps) {
    this.#props = props;
    const { clock, publish = () => undefined } = props;
    this.#deliveries = new MailDeliveries({ clock, publish });
  }

  /** The SES of an account in a Region, with sandbox access at first. */
  account(accountId: string, region: string): SesAccount {
    const scope = `${accountId} ${region}`;
    const known = this.#accounts.get(scope);
    if (known !== undefined) return known;
    const { clock, milliseconds } = this.#props;
    const created = new SesAccount(accountId, region, clock, milliseconds);
    this.#accounts.set(scope, created);
    return created;
  }

  /** Every accepted mail, in the order of acceptance. */
  outbox(): readonly SentMail[] {
    return [...this.#outbox];
  }

  /** Lets happen what is due by the cloud's clock. */
  catchUp(): void {
    this.#deliveries.catchUp();
  }

  /**
   * Keeps a mail, and lets the fate of each recipient happen.
   * @param callerIdentity the name of the role or user that sends, as events show it
   * @returns the message ID
   */
  async accept(account: SesAccount, accepted: AcceptedMail, callerIdentity: string): Promise<string> {
    const { recipients, ...mail } = accepted;
    const sentAt = this.#props.clock.now();
    // The form of SES: hexadecimal time, then a UUID, then the number of the part.
    const messageId = `0107${sentAt.getTime().toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
    const { accountId, region } = account;
    const fates = new Map(
      recipients.map((to) => {
        const suppression = account.suppression(to);
        return [to, suppression === undefined ? this.fates.of(to) : suppressedFate(suppression.reason)];
      }),
    );
    const arrives = (to: string) => fates.get(to)?.some(({ type }) => type === "delivery") ?? false;
    this.#outbox.push(
      ...recipients.map((to) => ({
        ...mail,
        accountId,
        region,
        messageId,
        to,
        sentAt,
        delivered: arrives(to),
      })),
    );
    const partition = partitionOf(region);
    const sent = { ...mail, recipients, accountId, region, partition, messageId, sentAt, callerIdentity };
    this.#deliveries.send(account, sent, fates);
    const delivered = recipients.filter(arrives);
    if (delivered.length > 0) await this.#props.inbox?.deliver({ ...accepted, recipients: delivered });
    return messageId;
  }
}

import { randomUUID } from "node:crypto";
import type { CloudClock } from "../../cloud/service.ts";
import { MailAccount } from "./mail-account.ts";
import type { MailInbox } from "./mail-inbox.ts";

/** A mail that SES accepted, once for each of its recipients. */
export interface SentMail {
  readonly accountId: string;
  readonly region: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly sentAt: Date;
  /** Not where the address is on the suppression list: SES says nothing about that. */
  readonly delivered: boolean;
}

/** A mail as SendEmail brings it, its recipients of all three kinds together. */
export type AcceptedMail = Pick<SentMail, "from" | "subject" | "text" | "html" | "tags"> & {
  readonly recipients: readonly string[];
};

/** What the accounts need besides a clock. */
export interface MailAccountsProps {
  readonly clock: CloudClock;
  /** Shows delivered mails in the browser; without it they are only in the outbox. */
  readonly inbox?: MailInbox;
  /** Real time for the rate. @default performance.now */
  readonly milliseconds?: () => number;
}

/** SES of all accounts and Regions, and every mail they sent: the in-process side of SES. */
export class MailAccounts {
  readonly #props: MailAccountsProps;
  readonly #accounts = new Map<string, MailAccount>();
  readonly #outbox: SentMail[] = [];

  constructor(props: MailAccountsProps) {
    this.#props = props;
  }

  /** The SES of an account in a Region, in the sandbox at first. */
  account(accountId: string, region: string): MailAccount {
    const scope = `${accountId} ${region}`;
    const known = this.#accounts.get(scope);
    if (known !== undefined) return known;
    const { clock, milliseconds } = this.#props;
    const created = new MailAccount(accountId, region, clock, milliseconds);
    this.#accounts.set(scope, created);
    return created;
  }

  /** Every accepted mail, in the order of acceptance. */
  outbox(): readonly SentMail[] {
    return [...this.#outbox];
  }

  /** Keeps a mail and delivers it to whoever is not suppressed; its message id. */
  async accept(account: MailAccount, { recipients, ...mail }: AcceptedMail): Promise<string> {
    // The form of SES: hexadecimal time, then a UUID, then the number of the part.
    const sentAt = this.#props.clock.now();
    const messageId = `0107${sentAt.getTime().toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
    const sent = recipients.map((to) => ({
      ...mail,
      accountId: account.accountId,
      region: account.region,
      messageId,
      to,
      sentAt,
      delivered: account.suppression(to) === undefined,
    }));
    this.#outbox.push(...sent);
    const delivered = sent.filter((one) => one.delivered).map(({ to }) => to);
    if (delivered.length > 0) await this.#props.inbox?.deliver({ ...mail, recipients: delivered });
    return messageId;
  }
}

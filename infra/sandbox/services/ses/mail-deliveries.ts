import type { CloudClock } from "../../cloud/service.ts";
import type { EventOnBus } from "../events/bus-event.ts";
import type { SesAccount } from "./mail-account.ts";
import { apiTypeOf, type MailOfEvent, mailEvent } from "./mail-event.ts";
import type { Happening, MailFate } from "./mail-fate.ts";

/** What deliveries need of the cloud. */
export interface MailDeliveriesProps {
  readonly clock: CloudClock;
  /** Puts an event on the default bus of its account and Region. */
  readonly publish: (event: EventOnBus) => void;
}

/** A mail without the configuration set that events need, because SES sends without one too. */
export type DeliveredMail = Omit<MailOfEvent, "configurationSet"> & {
  readonly configurationSet: string | undefined;
};

interface Due {
  readonly at: number;
  readonly act: () => void;
}

/**
 * Lets happen what the fates say, by the cloud's clock. There are no timers: what is due happens at the next
 * call of `catchUp`, which every mail and every wait for the cloud makes.
 */
export class MailDeliveries {
  readonly #props: MailDeliveriesProps;
  #due: Due[] = [];

  constructor(props: MailDeliveriesProps) {
    this.#props = props;
  }

  /** Plans everything that happens to a mail, and lets happen what is due now. */
  send(account: SesAccount, mail: DeliveredMail, fates: ReadonlyMap<string, MailFate>): void {
    const start = mail.sentAt.getTime();
    for (const recipient of fates.keys())
      this.#plan(start, () => this.#publish(account, mail, { type: "send" }, recipient, mail.sentAt));
    for (const [recipient, fate] of fates)
      for (const happening of fate) {
        const { afterMs = 0, arrivesAfterMs = afterMs, copies = 1 } = happening;
        const at = new Date(start + afterMs);
        this.#plan(start + afterMs, () => suppressAfter(account, happening, recipient));
        for (let copy = 0; copy < copies; copy += 1)
          this.#plan(start + arrivesAfterMs, () => this.#publish(account, mail, happening, recipient, at));
      }
    this.catchUp();
  }

  /** Lets happen what is due by now, in the order of time. */
  catchUp(): void {
    const now = this.#props.clock.now().getTime();
    const ready = this.#due.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at);
    this.#due = this.#due.filter(({ at }) => at > now);
    for (const { act } of ready) act();
  }

  #plan(at: number, act: () => void): void {
    this.#due.push({ at, act });
  }

  #publish(
    account: SesAccount,
    mail: DeliveredMail,
    happening: Happening | { readonly type: "send" },
    recipient: string,
    at: Date,
  ): void {
    const { configurationSet } = mail;
    if (configurationSet === undefined) return;
    if (!account.configurationSets.publishes(configurationSet, apiTypeOf(happening))) return;
    this.#props.publish(mailEvent({ ...mail, configurationSet }, happening, recipient, at));
  }
}

/**
 * Hard bounces and complaints put the address on the account's suppression list (SES developer guide,
 * "Using the account-level suppression list").
 */
function suppressAfter(account: SesAccount, happening: Happening, recipient: string): void {
  if (account.suppression(recipient) !== undefined) return;
  if (happening.type === "complaint") account.suppress(recipient, "COMPLAINT");
  if (happening.type === "bounce" && happening.bounceType === "Permanent")
    account.suppress(recipient, "BOUNCE");
}

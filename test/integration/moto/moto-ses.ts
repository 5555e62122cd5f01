import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import { names } from "../../../infra/cdk/names.ts";
import type { CloudClock } from "../../../infra/sandbox/cloud/service.ts";
import type { EventOnBus } from "../../../infra/sandbox/services/events/bus-event.ts";
import type { SesAccount } from "../../../infra/sandbox/services/ses/mail-account.ts";
import { MailAccounts } from "../../../infra/sandbox/services/ses/mail-accounts.ts";
import type { MailFates } from "../../../infra/sandbox/services/ses/mail-fate.ts";
import type { TestMail } from "../test-cloud.ts";
import type { ForwardedAnswer, ForwardedCall } from "./moto-front.ts";

const dataSchema = z.object({ Data: z.string() });
const sendEmailSchema = z.object({
  FromEmailAddress: z.string(),
  ConfigurationSetName: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()) }),
  Content: z.object({ Simple: z.object({ Subject: dataSchema, Body: z.object({ Text: dataSchema }) }) }),
  EmailTags: z._default(z.array(z.object({ Name: z.string(), Value: z.string() })), []),
});

/** moto 5.2.1 has no GetAccount. The answer is that of an account in good standing. */
const account = {
  EnforcementStatus: "HEALTHY",
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
};

/** What this file adds to moto's SES. */
export interface MotoSesProps {
  readonly accountId: string;
  readonly region: string;
  readonly clock: CloudClock;
  /** Gets SES's events about mails with a configuration set, because moto publishes none. */
  readonly onEvent: (event: EventOnBus) => Promise<void>;
}

/**
 * moto's SES with what it lacks: two answers about the account and the sender, a way to read the mails, and the events
 * about them, which are those of the embedded cloud.
 */
export class MotoSes {
  readonly #accounts: MailAccounts;
  readonly #account: SesAccount;
  readonly #onEvent: MotoSesProps["onEvent"];
  #recorded: Promise<void> = Promise.resolve();

  constructor({ accountId, region, clock, onEvent }: MotoSesProps) {
    this.#onEvent = onEvent;
    this.#accounts = new MailAccounts({ clock, publish: (event) => this.#record(event) });
    this.#account = this.#accounts.account(accountId, region);
    const sets = this.#account.configurationSets;
    sets.create(names.configurationSet);
    sets.addDestination(names.configurationSet, {
      name: names.eventDestination,
      enabled: true,
      matchingEventTypes: ["DELIVERY", "BOUNCE", "COMPLAINT", "DELIVERY_DELAY", "REJECT"],
      eventBusArn: "",
    });
  }

  /** What becomes of mails, by recipient. */
  get fates(): MailFates {
    return this.#accounts.fates;
  }

  /** The mails that moto accepted, in that order. */
  mails(): readonly TestMail[] {
    return this.#accounts.outbox().map(({ to, subject, text = "", tags }) => ({ to, subject, text, tags }));
  }

  /** Resolves when every event was delivered. */
  async settled(): Promise<void> {
    this.#accounts.catchUp();
    await this.#recorded;
  }

  async answer(
    call: ForwardedCall,
    toMoto: (call: ForwardedCall) => Promise<ForwardedAnswer>,
  ): Promise<ForwardedAnswer> {
    if (call.method === "GET" && call.path === "/v2/email/account") return jsonAnswer(account);
    const answer = await toMoto(call);
    if (answer.status !== 200) return answer;
    if (call.method === "POST" && call.path === "/v2/email/outbound-emails") await this.#keep(call);
    const asksIdentity = call.method === "GET" && call.path.startsWith("/v2/email/identities/");
    return asksIdentity ? verified(answer) : answer;
  }

  async #keep({ body }: ForwardedCall): Promise<void> {
    const mail = parse(sendEmailSchema, JSON.parse(body.toString()), "SendEmail");
    const { Subject, Body } = mail.Content.Simple;
    await this.#accounts.accept(
      this.#account,
      {
        from: mail.FromEmailAddress.replace(/^.*<(.*)>$/, "$1"),
        fromHeader: mail.FromEmailAddress,
        replyTo: [],
        recipients: mail.Destination.ToAddresses,
        subject: Subject.Data,
        text: Body.Text.Data,
        html: undefined,
        headers: {},
        tags: Object.fromEntries(mail.EmailTags.map(({ Name, Value }) => [Name, Value])),
        configurationSet: mail.ConfigurationSetName,
      },
      "moto",
    );
  }

  #record(event: EventOnBus): void {
    this.#recorded = this.#recorded.then(() => this.#onEvent(event));
  }
}

/** moto sends from every identity that was created, but reports each as not verified. */
function verified({ body }: ForwardedAnswer): ForwardedAnswer {
  return jsonAnswer({ ...JSON.parse(body.toString()), VerifiedForSendingStatus: true });
}

function jsonAnswer(value: object): ForwardedAnswer {
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(value)),
  };
}

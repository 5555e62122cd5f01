import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { errorCode, isRefusedUnread, isThrottled } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";

/**
 * Why a mail was not sent. `rateExceeded` too many a second: later today. `dailyQuota`: not today.
 * `rejected`: not to this recipient. `senderUnusable`: to nobody, until someone mends it.
 * `unknownOutcome`: it may have been sent.
 */
export type MailFailure = "rateExceeded" | "dailyQuota" | "rejected" | "senderUnusable" | "unknownOutcome";

/** The client that sends mails. */
export type MailClient = SESv2Client;

/** One mail to one recipient. */
export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Message tags, for SES's own events: names and values of letters, digits, `_` and `-`. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The SES client of a Region. One attempt only: SendEmail has no idempotency token, so a second attempt
 * after a lost answer would send twice. Errors after which nothing was sent are retried by `sendMail`.
 */
export function mailClient(region: string): MailClient {
  return new SESv2Client({ ...clientSettings, region, maxAttempts: 1 });
}

/**
 * Pauses before another attempt, after SES said that the rate was exceeded and the message dropped, or that it
 * was signed at another time than SES's own.
 */
const pausesMilliseconds = [500, 1_000, 2_000, 4_000];

/**
 * Sends one mail.
 * @throws whatever SES answers; `classifyMailError` tells what it means
 */
export async function sendMail(client: MailClient, mail: Mail): Promise<{ messageId: string }> {
  for (const pause of [...pausesMilliseconds, undefined]) {
    try {
      const { MessageId } = await client.send(commandFor(mail));
      if (MessageId === undefined) throw new Error("SendEmail answered without a MessageId");
      return { messageId: MessageId };
    } catch (error) {
      const wasRefused = isRefusedUnread(error) || classifyMailError(error, mail.from) === "rateExceeded";
      if (pause === undefined || !wasRefused) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    }
  }
  throw new Error("unreachable: the last attempt returns or throws");
}

function commandFor({ from, to, subject, text, html, tags }: Mail): SendEmailCommand {
  const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
  return new SendEmailCommand({
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
    EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  });
}

const senderErrors = new Set([
  "MailFromDomainNotVerified",
  "AccountSuspended",
  "SendingPaused",
  "NotFound",
  "AccessDenied",
  "LimitExceeded",
]);

/**
 * Reads an SES error by name and message: SES tells a full day from a full second by its text only
 * (SES developer guide, manage-sending-quotas-errors). Whatever is not known to mean "not sent" counts as
 * an unknown outcome.
 */
export function classifyMailError(error: unknown, sender: string): MailFailure {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : "";
  if (/daily message quota exceeded/i.test(message)) return "dailyQuota";
  if (/maximum sending rate exceeded/i.test(message) || code === "TooManyRequests") return "rateExceeded";
  if (senderErrors.has(code)) return "senderUnusable";
  if (code === "MessageRejected" || code === "BadRequest") {
    // In the sandbox SES refuses recipients with the same sentence; it names the identity it means.
    const domain = sender.slice(sender.indexOf("@") + 1);
    const blamesSender = message.includes(sender) || message.endsWith(`: ${domain}`);
    return blamesSender ? "senderUnusable" : "rejected";
  }
  return isThrottled(error) ? "rateExceeded" : "unknownOutcome";
}

import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { isRefusedUnread } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";

/** The client that sends mails. */
export type MailClient = SESv2Client;

/** The sender of mails. */
export interface MailSender {
  /** The address without a display name. SES has verified it or its domain. */
  readonly address: string;
  readonly displayName: string;
  readonly replyTo?: string | undefined;
  /** Absent: the default of the identity. Without one SES reports nothing about the mail. */
  readonly configurationSet?: string | undefined;
}

/** One mail to one recipient. */
export interface Mail {
  readonly sender: MailSender;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Message tags, for SES's own events: names and values of letters, digits, `_` and `-`. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The SES client of a Region. One attempt only: SendEmail has no idempotency token, so a second attempt
 * after a lost answer would send twice.
 */
export function mailClient(region: string): MailClient {
  return new SESv2Client({ ...clientSettings, region, maxAttempts: 1 });
}

/**
 * Sends one mail. A call that AWS refused because of the time of its signature is repeated once: nothing was sent, and
 * the SDK has corrected its clock.
 * @throws SES's error; `classifyMailError` says what it means
 */
export async function sendMail(client: MailClient, mail: Mail): Promise<{ messageId: string }> {
  const send = () => client.send(commandFor(mail));
  const { MessageId } = await send().catch((error: unknown) => {
    if (isRefusedUnread(error)) return send();
    throw error;
  });
  if (MessageId === undefined) throw new Error("SendEmail answered without a MessageId");
  return { messageId: MessageId };
}

function commandFor({ sender, to, subject, text, html, tags }: Mail): SendEmailCommand {
  const { address, displayName, replyTo, configurationSet } = sender;
  const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
  return new SendEmailCommand({
    FromEmailAddress: `${encodedName(displayName)} <${address}>`,
    ...(replyTo === undefined ? {} : { ReplyToAddresses: [replyTo] }),
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
    EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
  });
}

/** An encoded word has at most 75 characters (RFC 2047, section 2); 45 bytes become 60 of them in Base64. */
const mostBytesOfWord = 45;

/**
 * A display name in the form of a header: quoted (RFC 5322, quoted-string), or in encoded words if it is not plain
 * ASCII (SES API v2 reference, SendEmail, FromEmailAddress). No character may be split between two words.
 */
export function encodedName(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replace(/["\\]/g, "\\$&")}"`;
  const words = [""];
  for (const character of name.replace(/\p{Cc}+/gu, " ")) {
    const word = `${words.at(-1) ?? ""}${character}`;
    if (Buffer.byteLength(word) <= mostBytesOfWord) words[words.length - 1] = word;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join(" ");
}

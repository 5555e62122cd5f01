import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { addressIn, checkAddress } from "./address-syntax.ts";
import type { SesAccount } from "./mail-account.ts";
import type { AcceptedMail } from "./mail-accounts.ts";
import { readSesInput } from "./ses-input.ts";

const contentSchema = z.strictObject({ Data: z.string(), Charset: z.optional(z.string()) });
const addressesSchema = z.optional(z.array(z.string()));

/** SES API v2 reference, MessageTag. */
const tagText = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,256}$/, "expected 1 to 256 of A-Z a-z 0-9 _ -"));

/** SES API v2 reference, MessageHeader. */
const headerSchema = z.strictObject({
  Name: z
    .string()
    .check(z.regex(/^[!-9;-~]{1,126}$/, "expected 1 to 126 printable characters without a colon")),
  Value: z.string().check(z.regex(/^[ -~]{1,870}$/, "expected 1 to 870 printable ASCII characters")),
});

/** SendEmail with simple content; any other field is refused by its name. */
const sendEmailSchema = z.strictObject({
  FromEmailAddress: z.string(),
  ReplyToAddresses: addressesSchema,
  ConfigurationSetName: z.optional(z.string()),
  Destination: z.strictObject({
    ToAddresses: addressesSchema,
    CcAddresses: addressesSchema,
    BccAddresses: addressesSchema,
  }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: contentSchema,
      Body: z.strictObject({ Text: z.optional(contentSchema), Html: z.optional(contentSchema) }),
      Headers: z.optional(z.array(headerSchema).check(z.maxLength(15))),
    }),
  }),
  EmailTags: z.optional(z.array(z.strictObject({ Name: tagText, Value: tagText }))),
});

/**
 * Reads a SendEmail.
 * @param defaultSet the default configuration set of the identity that an address sends by
 * @throws {AwsError} `BadRequestException`, which names the field
 */
export function readMail(body: unknown, defaultSet: (from: string) => string | undefined): AcceptedMail {
  const input = readSesInput(sendEmailSchema, body);
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = input.Destination;
  const { Subject, Body, Headers = [] } = input.Content.Simple;
  const { ReplyToAddresses: replyTo = [] } = input;
  const recipients = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  // SES developer guide, "Service quotas": 50 recipients a message, of all three kinds together.
  if (recipients.length < 1 || recipients.length > 50)
    throw badRequest(`A message has 1 to 50 recipients, this one has ${recipients.length}`);
  const from = addressIn(input.FromEmailAddress);
  for (const address of replyTo) addressIn(address);
  for (const address of recipients) checkAddress(address);
  // What SES does with them is not documented; a header that is broken in two must not go unnoticed.
  if (/[\r\n]/.test(Subject.Data)) throw badRequest("Content.Simple.Subject: has a line break");
  if (Body.Text === undefined && Body.Html === undefined) throw badRequest("Content.Simple.Body is empty");
  for (const content of [Subject, Body.Text, Body.Html]) checkCharset(content);
  return {
    from,
    fromHeader: input.FromEmailAddress,
    replyTo,
    recipients,
    subject: Subject.Data,
    text: Body.Text?.Data,
    html: Body.Html?.Data,
    headers: Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value])),
    tags: Object.fromEntries((input.EmailTags ?? []).map(({ Name, Value }) => [Name, Value])),
    configurationSet: input.ConfigurationSetName ?? defaultSet(from),
  };
}

/**
 * Decides whether the account may send a mail, and counts it.
 * @throws {AwsError} as SES words each refusal; then nothing was counted
 */
export function admit(account: SesAccount, { from, recipients, configurationSet }: AcceptedMail): void {
  if (account.sending === "suspended")
    throw new AwsError("AccountSuspendedException", "The account's ability to send email is suspended.");
  if (account.sending === "paused")
    throw new AwsError("SendingPausedException", "The account's ability to send email is currently paused.");
  if (configurationSet !== undefined) account.configurationSets.destinations(configurationSet);
  const asked = account.sandbox ? [from, ...recipients] : [from];
  const failed = asked.filter(
    (address) => account.identities.verifiedFor(address) === undefined && !isSimulator(address),
  );
  if (failed.length > 0)
    throw new AwsError(
      "MessageRejected",
      `Email address is not verified. The following identities failed the check in region ${account.region.toUpperCase()}: ${[...new Set(failed)].join(", ")}`,
    );
  const mailFrom = account.identities.verifiedFor(from)?.mailFrom;
  if (mailFrom?.onMxFailure === "REJECT_MESSAGE" && mailFrom.status !== "SUCCESS")
    throw new AwsError(
      "MailFromDomainNotVerifiedException",
      `The MAIL FROM domain ${mailFrom.domain} is not verified.`,
    );
  account.quota.spend(recipients.length);
}

/** The sandbox lets mails go there as well (SES developer guide, "Using the mailbox simulator"). */
function isSimulator(address: string): boolean {
  return address.endsWith("@simulator.amazonses.com");
}

/** SES API v2 reference, Content: text is 7-bit ASCII unless a character set is named. */
function checkCharset(content: z.infer<typeof contentSchema> | undefined): void {
  if (content === undefined || content.Charset?.toUpperCase() === "UTF-8") return;
  if (content.Charset !== undefined) throw badRequest(`Charset ${content.Charset}: only UTF-8 is supported`);
  if (Buffer.byteLength(content.Data) !== content.Data.length)
    throw badRequest("Text that is not 7-bit ASCII needs a Charset");
}

function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message);
}

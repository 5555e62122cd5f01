import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { checkAddress } from "./address-syntax.ts";
import type { MailAccount } from "./mail-account.ts";
import type { AcceptedMail } from "./mail-accounts.ts";
import { readSesInput } from "./ses-input.ts";

const contentSchema = z.strictObject({ Data: z.string(), Charset: z.optional(z.string()) });
const addressesSchema = z.optional(z.array(z.string()));

/** SES API v2 reference, MessageTag. */
const tagText = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,256}$/, "expected 1 to 256 of A-Z a-z 0-9 _ -"));

/** SendEmail with simple content; any other field is refused by its name. */
const sendEmailSchema = z.strictObject({
  FromEmailAddress: z.string(),
  Destination: z.strictObject({
    ToAddresses: addressesSchema,
    CcAddresses: addressesSchema,
    BccAddresses: addressesSchema,
  }),
  Content: z.strictObject({
    Simple: z.strictObject({
      Subject: contentSchema,
      Body: z.strictObject({ Text: z.optional(contentSchema), Html: z.optional(contentSchema) }),
    }),
  }),
  EmailTags: z.optional(z.array(z.strictObject({ Name: tagText, Value: tagText }))),
});

/**
 * Reads a SendEmail.
 * @throws {AwsError} `BadRequestException`, which names the field
 */
export function readMail(body: unknown): AcceptedMail {
  const { FromEmailAddress, Destination, Content, EmailTags } = readSesInput(sendEmailSchema, body);
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination;
  const { Subject, Body } = Content.Simple;
  const recipients = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  // SES developer guide, "Service quotas": 50 recipients a message, of all three kinds together.
  if (recipients.length < 1 || recipients.length > 50)
    throw badRequest(`A message has 1 to 50 recipients, this one has ${recipients.length}`);
  for (const address of [FromEmailAddress, ...recipients]) checkAddress(address);
  // What SES does with them is not documented; a header that was broken in two must not go unnoticed.
  if (/[\r\n]/.test(Subject.Data)) throw badRequest("Content.Simple.Subject: has a line break");
  if (Body.Text === undefined && Body.Html === undefined) throw badRequest("Content.Simple.Body is empty");
  for (const content of [Subject, Body.Text, Body.Html]) checkCharset(content);
  return {
    from: FromEmailAddress,
    recipients,
    subject: Subject.Data,
    text: Body.Text?.Data,
    html: Body.Html?.Data,
    tags: Object.fromEntries((EmailTags ?? []).map(({ Name, Value }) => [Name, Value])),
  };
}

/**
 * Judges whether the account may send a mail, and counts it.
 * @throws {AwsError} as SES words each refusal; then nothing was counted
 */
export function admit(account: MailAccount, { from, recipients }: AcceptedMail): void {
  if (account.sending === "suspended")
    throw new AwsError("AccountSuspendedException", "The account's ability to send email is suspended.");
  if (account.sending === "paused")
    throw new AwsError("SendingPausedException", "The account's ability to send email is currently paused.");
  const asked = account.sandbox ? [from, ...recipients] : [from];
  const failed = asked.filter(
    (address) => account.identityOf(address) === undefined && !isSimulator(address),
  );
  if (failed.length > 0)
    throw new AwsError(
      "MessageRejected",
      `Email address is not verified. The following identities failed the check in region ${account.region.toUpperCase()}: ${[...new Set(failed)].join(", ")}`,
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

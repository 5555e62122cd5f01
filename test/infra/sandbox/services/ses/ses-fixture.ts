import { SESv2Client } from "@aws-sdk/client-sesv2";
import { MailAccounts } from "../../../../../infra/sandbox/services/ses/mail-accounts.ts";
import type { MailInbox } from "../../../../../infra/sandbox/services/ses/mail-inbox.ts";
import { SesService } from "../../../../../infra/sandbox/services/ses/ses-service.ts";
import { frontBefore, ownAccount } from "../../../../support/front-before.ts";

export const sender = "curfew@mail.example.com";

/** SES behind the front: an account out of the sandbox whose sender is verified, and its operator's client. */
export async function startSes(inbox?: MailInbox) {
  const real = { milliseconds: 0 };
  const made: { accounts?: MailAccounts } = {};
  const front = await frontBefore(({ clock }) => {
    made.accounts = new MailAccounts({
      clock,
      milliseconds: () => real.milliseconds,
      ...(inbox === undefined ? {} : { inbox }),
    });
    return new SesService(made.accounts);
  });
  if (made.accounts === undefined) throw new Error("the front asked for no service");
  const account = made.accounts.account(ownAccount, "eu-central-1");
  account.setSandbox(false);
  account.verify(sender);
  return {
    ...front,
    real,
    accounts: made.accounts,
    account,
    ses: new SESv2Client(front.operatorOf(ownAccount)),
    sesAs: (...statements: unknown[]) => new SESv2Client(front.roleWith(...statements)),
  };
}

/** A SendEmail that is accepted, with the changes of a test. */
export function mailInput({
  from = sender,
  to = ["jane@example.org"],
  subject = "Your key",
  tags = {},
} = {}) {
  const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: to },
    Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8("grün"), Html: utf8("<p>grün</p>") } } },
    EmailTags: Object.entries<string>(tags).map(([Name, Value]) => ({ Name, Value })),
  };
}

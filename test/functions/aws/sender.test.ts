import { SESv2Client } from "@aws-sdk/client-sesv2";
import { expect, it } from "vitest";
import { senderProblem } from "../../../functions/aws/sender.ts";
import type { MailAccount } from "../../../infra/sandbox/services/ses/mail-account.ts";
import { MailAccounts } from "../../../infra/sandbox/services/ses/mail-accounts.ts";
import { SesService } from "../../../infra/sandbox/services/ses/ses-service.ts";
import { frontBefore, ownAccount } from "../../support/front-before.ts";

const sender = "curfew@mail.example.com";

/** SES of the own account, and what it says about the sender. */
async function askedOf(prepare: (account: MailAccount) => void, configurationSet?: string) {
  const { operatorOf } = await frontBefore(({ clock }) => {
    const accounts = new MailAccounts({ clock });
    prepare(accounts.account(ownAccount, "eu-central-1"));
    return new SesService(accounts);
  });
  return senderProblem(new SESv2Client(operatorOf(ownAccount)), sender, configurationSet);
}

it.each([sender, "mail.example.com", "example.com"])(
  "has no problem where %s is verified",
  async (identity) => {
    expect(await askedOf((account) => account.verify(identity))).toBeUndefined();
  },
);

it("says that SES does not know the sender", async () => {
  expect(await askedOf((account) => account.verify("other.example"))).toBe(
    "SES knows neither curfew@mail.example.com nor its domain as an identity",
  );
});

it.each(["paused", "suspended"] as const)(
  "says that sending is %s, however verified the sender is",
  async (state) => {
    const problem = await askedOf((account) => {
      account.verify(sender);
      account.sending = state;
    });

    expect(problem).toMatch(/SES does not send/);
  },
);

it.each([undefined, "another"])(
  "says that SES would ask for a configuration set that Curfew may not use, where the settings say %s",
  async (named) => {
    const problem = await askedOf((account) => account.verify("example.com", "my-first-set"), named);

    expect(problem).toBe(
      "SES sends for example.com by its default configuration set my-first-set, which is not the one in mail.configurationSet",
    );
  },
);

it("has no problem with a default configuration set that the settings name", async () => {
  const verify = (account: MailAccount) => account.verify("example.com", "my-first-set");

  expect(await askedOf(verify, "my-first-set")).toBeUndefined();
});

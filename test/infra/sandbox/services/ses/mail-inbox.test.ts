import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { expect, it, onTestFinished } from "vitest";
import * as z from "zod/mini";
import { MailInbox } from "../../../../../infra/sandbox/services/ses/mail-inbox.ts";
import { mailInput, sender, startSes } from "./ses-fixture.ts";

const storeSchema = z.object({
  emails: z.array(
    z.object({
      from: z.string(),
      destination: z.object({ to: z.array(z.string()) }),
      subject: z.string(),
      body: z.object({ text: z.string(), html: z.string() }),
    }),
  ),
});

it("shows delivered mails in the browser, and no others", async () => {
  const inbox = await MailInbox.start();
  onTestFinished(() => inbox.close());
  const { ses, account } = await startSes(inbox);
  account.suppress("gone@example.org");

  await ses.send(new SendEmailCommand(mailInput({ to: ["jane@example.org", "gone@example.org"] })));
  await ses.send(new SendEmailCommand(mailInput({ to: ["gone@example.org"] })));
  await expect(ses.send(new SendEmailCommand(mailInput({ from: "none@example.com" })))).rejects.toThrow();

  const page = await fetch(inbox.url);
  const { emails } = z.parse(storeSchema, await (await fetch(`${inbox.url}/store`)).json());
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(emails).toEqual([
    {
      from: sender,
      destination: { to: ["jane@example.org"] },
      subject: "Your key",
      body: { text: "grün", html: "<p>grün</p>" },
    },
  ]);
});

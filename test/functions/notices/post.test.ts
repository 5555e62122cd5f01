import { expect, it } from "vitest";
import { postWith } from "../../../functions/notices/post.ts";
import { awsError } from "../aws/aws-error.ts";
import { sesStub } from "../aws/ses-stub.ts";
import { rules } from "../domain/policy-fixture.ts";
import { mailOf, notice, templates } from "./notice-fixture.ts";

const mail = mailOf(notice());
const settings = {
  sender: { address: "curfew@example.com", displayName: "Curfew" },
  run: { id: "daily-1", day: "2026-11-23" },
  rules: rules(),
  style: { displayName: "Curfew" },
};

it("passes the rendered mail to SES and returns its message ID", async () => {
  const { client, asked } = sesStub();

  expect(await postWith({ ...settings, client, templates })(mail, "claim-1")).toEqual({
    messageId: "message-1",
  });

  expect(asked[0]?.Destination).toEqual({ ToAddresses: ["anna.berg@example.com"] });
});

it("tags the mail with claim, account and run, so that SES's events find the notice", async () => {
  const { client, asked } = sesStub();

  await postWith({ ...settings, client, templates })(mail, "claim-1");

  expect(asked[0]?.EmailTags).toEqual([
    { Name: "claim", Value: "claim-1" },
    { Name: "account", Value: "100000000004" },
    { Name: "run", Value: "daily-1" },
  ]);
});

it.each([
  ["anna.berg@example.com", "rejected"],
  ["curfew@example.com", "senderUnusable"],
])("knows whether SES means sender or recipient if it names %s", async (identity, failure) => {
  const message = `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${identity}`;
  const error = awsError("MessageRejected", message);
  const { client } = sesStub(() => {
    throw error;
  });

  expect(await postWith({ ...settings, client, templates })(mail, "claim-1")).toEqual({ failure, error });
});

it("does not call SES if a template cannot be rendered, so nothing can have been sent", async () => {
  const error = new Error("undefined variable: rotateBefore");
  const { client, asked } = sesStub();
  const fail = () => {
    throw error;
  };

  const broken = { names: [], render: fail, renderNotice: fail };
  const answer = await postWith({ ...settings, client, templates: broken })(mail, "claim-1");

  expect(answer).toEqual({ failure: "notComposed", error });
  expect(asked).toEqual([]);
});

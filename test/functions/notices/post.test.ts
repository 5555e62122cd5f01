import { expect, it } from "vitest";
import type { NoticeMail } from "../../../functions/domain/notice-mail.ts";
import { postWith } from "../../../functions/notices/post.ts";
import { sesStub } from "../aws/ses-stub.ts";
import { rules } from "../domain/policy-fixture.ts";
import { awsError } from "../worker/around.ts";
import { templates } from "./posted-mail.ts";

const run = { id: "daily-1", startedAt: "2026-11-23T08:00:00Z", day: "2026-11-23", mode: "enforce" as const };
const mail: NoticeMail = {
  to: "jane@example.com",
  account: { id: "111122223333", name: "Sales", path: [] },
  notices: [
    {
      accessKeyId: "AKIAEXAMPLEJANE0",
      userName: "jane",
      noticeId: "day-70",
      kind: "warning",
      age: 70,
      createdOn: "2026-09-14",
      lastUsed: { state: "never" },
      rotateBeforeDay: 90,
    },
  ],
};
const settings = { from: "curfew@example.com", run, rules: rules() };

it("hands the rendered mail to SES and gives its message id", async () => {
  const { client, asked } = sesStub();

  expect(await postWith({ ...settings, client, templates })(mail)).toEqual({ messageId: "message-1" });

  expect(asked[0]?.Destination).toEqual({ ToAddresses: ["jane@example.com"] });
});

it("gives what SES answered as the kind of failure that it is, with its cause", async () => {
  const error = awsError("MessageRejected", "Email address is not verified");
  const { client } = sesStub(() => {
    throw error;
  });

  expect(await postWith({ ...settings, client, templates })(mail)).toEqual({ failure: "rejected", error });
});

it("asks SES for nothing where a template cannot be rendered, because nothing can have been sent", async () => {
  const error = new Error("undefined variable: rotateBefore");
  const { client, asked } = sesStub();
  const fail = () => {
    throw error;
  };

  const broken = { render: fail, sentence: fail };
  const answer = await postWith({ ...settings, client, templates: broken })(mail);

  expect(answer).toEqual({ failure: "notComposed", error });
  expect(asked).toEqual([]);
});

import { expect, it } from "vitest";
import * as z from "zod/mini";
import { propertiesOf } from "../../support/deployment-fixture.ts";
import { hubOf } from "./alarm-fixture.ts";

const ruleSchema = z.object({
  Name: z.string(),
  EventPattern: z.object({ source: z.array(z.string()), "detail-type": z.array(z.string()) }),
  Targets: z.tuple([
    z.object({
      RoleArn: z.unknown(),
      InputTransformer: z.object({
        InputPathsMap: z.record(z.string(), z.string()),
        InputTemplate: z.string(),
      }),
    }),
  ]),
});

/** The rules that write to the chat topic. */
function chatRules(chatTopic: boolean) {
  return propertiesOf(hubOf({ operations: { chatTopic } }), "AWS::Events::Rule").flatMap((rule) => {
    const parsed = ruleSchema.safeParse(rule);
    return parsed.success ? [parsed.data] : [];
  });
}

/** A message as EventBridge would make it of an event's detail. */
function messageOf(
  { InputPathsMap, InputTemplate }: ReturnType<typeof chatRules>[number]["Targets"][0]["InputTransformer"],
  detail: Readonly<Record<string, unknown>>,
) {
  const text = Object.entries(InputPathsMap).reduce(
    (template, [name, path]) =>
      template.replaceAll(`<${name}>`, String(detail[path.replace("$.detail.", "")])),
    InputTemplate,
  );
  return JSON.parse(text);
}

const key = { key: "…JJA3", userName: "anna", accountId: "777788889999", age: 90, names: "2026-12-09" };

it.each([
  [
    "Access Key Deactivated",
    key,
    "Curfew deactivated access key …JJA3 of IAM user anna in account 777788889999.",
  ],
  [
    "Final Warning Sent",
    key,
    "Curfew deactivates access key …JJA3 of IAM user anna in account 777788889999 on or after 2026-12-09.",
  ],
  [
    "Run Awaiting Approval",
    { keys: 120, run: "daily-1" },
    "120 access keys are due and wait for an approval. Run: daily-1.",
  ],
])("sends %s to a chat in the form that Amazon Q Developer accepts", (type, detail, says) => {
  const rule = chatRules(true).find(({ EventPattern }) => EventPattern["detail-type"].includes(type));
  if (rule === undefined) throw new Error(`no rule for ${type}`);

  expect(rule.EventPattern.source).toEqual(["curfew"]);
  expect(messageOf(rule.Targets[0].InputTransformer, detail)).toEqual({
    version: "1.0",
    source: "custom",
    content: { title: expect.any(String), description: expect.stringContaining(says) },
  });
});

it("shows no whole key ID, mail address or account name to a chat", () => {
  const paths = chatRules(true).flatMap(({ Targets: [{ InputTransformer }] }) =>
    Object.values(InputTransformer.InputPathsMap),
  );

  for (const field of ["accessKeyId", "accountName", "to", "reason"])
    expect(paths).not.toContain(`$.detail.${field}`);
});

it("publishes with a role that only the chat rules of this account can use", () => {
  const hub = hubOf({ operations: { chatTopic: true } });
  const trusts = propertiesOf(hub, "AWS::IAM::Role").flatMap(
    ({ AssumeRolePolicyDocument }) => Object(AssumeRolePolicyDocument).Statement,
  );

  expect(trusts.filter(({ Principal }) => Principal.Service === "events.amazonaws.com")).toEqual([
    expect.objectContaining({
      Condition: {
        StringEquals: { "aws:SourceAccount": "444455556666" },
        ArnLike: { "aws:SourceArn": "arn:aws:events:eu-central-1:444455556666:rule/curfew-chat-*" },
      },
    }),
  ]);
});

it("creates no topic unless the settings have one", () => {
  expect(chatRules(false)).toEqual([]);
});

import { expect, it } from "vitest";
import {
  propertiesOf,
  type Sections,
  settingsWith,
  synthesizedTemplates,
  templateOf,
  writtenSettings,
} from "../../support/deployment-fixture.ts";

/** The mail stack and the hub of a deployment, with these settings of mail. */
function stacksWith(mail: Sections = {}) {
  const written = { ...Object(writtenSettings().mail), ...mail };
  const templates = synthesizedTemplates(settingsWith({ mail: written }));
  return { mail: templateOf(templates, "curfew-mail"), hub: templateOf(templates, "curfew-hub") };
}

const events = ["delivery", "bounce", "reject", "complaint", "deliveryDelay"];

it("creates a configuration set whose events about mails reach the default bus", () => {
  const { mail } = stacksWith();

  expect(propertiesOf(mail, "AWS::SES::ConfigurationSet")).toEqual([
    expect.objectContaining({ Name: "curfew" }),
  ]);
  expect(propertiesOf(mail, "AWS::SES::ConfigurationSetEventDestination")).toEqual([
    expect.objectContaining({
      ConfigurationSetName: { Ref: expect.stringMatching(/^ConfigurationSet/) },
      EventDestination: expect.objectContaining({ Enabled: true, MatchingEventTypes: events }),
    }),
  ]);
  expect(JSON.stringify(mail)).toContain(":events:eu-central-1:444455556666:event-bus/default");
  expect(propertiesOf(mail, "AWS::Events::Rule")).toEqual([]);
});

it("adds an event destination to the deployer's configuration set and creates none", () => {
  const { mail } = stacksWith({ configurationSet: { existing: "my-set" } });

  expect(propertiesOf(mail, "AWS::SES::ConfigurationSet")).toEqual([]);
  expect(propertiesOf(mail, "AWS::SES::ConfigurationSetEventDestination")).toEqual([
    expect.objectContaining({ ConfigurationSetName: "my-set" }),
  ]);
});

/** Only events about mails that Curfew has tagged with a claim. */
const pattern = {
  source: ["aws.ses"],
  "detail-type": [
    "Email Delivered",
    "Email Bounced",
    "Email Rejected",
    "Email Complaint Received",
    "Email Delivery Delayed",
  ],
  detail: { mail: { tags: { claim: [{ exists: true }] } } },
};

it("forwards the events to the hub's bus if mail is sent in another Region, with a role for that rule only", () => {
  const { mail } = stacksWith({ region: "eu-west-1" });

  expect(propertiesOf(mail, "AWS::Events::Rule")).toEqual([
    expect.objectContaining({
      EventPattern: pattern,
      Targets: [
        expect.objectContaining({ Arn: "arn:aws:events:eu-central-1:444455556666:event-bus/default" }),
      ],
    }),
  ]);
  expect(propertiesOf(mail, "AWS::IAM::Role")).toEqual([
    expect.objectContaining({
      AssumeRolePolicyDocument: expect.objectContaining({
        Statement: [
          expect.objectContaining({
            Condition: {
              StringEquals: { "aws:SourceAccount": "444455556666" },
              ArnEquals: {
                "aws:SourceArn": "arn:aws:events:eu-west-1:444455556666:rule/curfew-forward-mail-events",
              },
            },
          }),
        ],
      }),
    }),
  ]);
});

it("sends the events to the delivery function, and keeps those that it could not record", () => {
  const { hub } = stacksWith();
  const rule = propertiesOf(hub, "AWS::Events::Rule").find(({ Name }) => Name === "curfew-mail-events");
  const [queue] =
    Object.entries(hub.Resources).find(
      ([, { Properties }]) => Properties.QueueName === "curfew-delivery-dead-letters",
    ) ?? [];
  const queueArn = { "Fn::GetAtt": [queue, "Arn"] };

  expect(rule).toMatchObject({
    EventPattern: pattern,
    Targets: [
      {
        Arn: { "Fn::GetAtt": [expect.stringMatching(/Delivery/), "Arn"] },
        DeadLetterConfig: { Arn: queueArn },
      },
    ],
  });
  expect(propertiesOf(hub, "AWS::Lambda::EventInvokeConfig")).toEqual([
    expect.objectContaining({
      FunctionName: { Ref: expect.stringMatching(/Delivery/) },
      DestinationConfig: { OnFailure: { Destination: queueArn } },
    }),
  ]);
});

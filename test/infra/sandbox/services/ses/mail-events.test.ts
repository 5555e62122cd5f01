import {
  GetConfigurationSetEventDestinationsCommand,
  SESv2Client,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { expect, it } from "vitest";
import { operatorConfig } from "../../../../../infra/sandbox/operator-config.ts";
import {
  bouncedForGood,
  bouncedForNow,
  deliveredLate,
  deliveredMail,
  deliveredWithAutoReply,
  type MailFate,
} from "../../../../../infra/sandbox/services/ses/mail-fate.ts";
import { arnOf, deploymentWith, hubAccount, region, smallCloud } from "../../small-cloud.ts";
import { mailInput, sender } from "./ses-fixture.ts";

const everyType = ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY"];

/** A cloud whose configuration set `curfew` publishes these types of events. */
async function mailCloud(matchingEventTypes = everyType, enabled = true) {
  const { cloud, clock } = await smallCloud();
  await cloud.deploy(
    deploymentWith({
      configurationSets: ["curfew"],
      eventDestinations: [
        {
          configurationSet: "curfew",
          name: "to-eventbridge",
          enabled,
          matchingEventTypes,
          eventBusArn: arnOf("events", "event-bus/default"),
        },
      ],
    }),
  );
  const account = cloud.mail.account(hubAccount, region);
  account.setSandbox(false);
  account.setQuota({ max24HourSend: -1, maxSendRate: 1000 });
  account.verify(sender);
  const ses = new SESv2Client({ ...operatorConfig(cloud, hubAccount, region), maxAttempts: 1 });
  return {
    cloud,
    clock,
    account,
    ses,
    /** Sends one mail with the configuration set. Returns its message ID. */
    async send(fate?: MailFate, input: Parameters<typeof mailInput>[0] = {}) {
      if (fate !== undefined) cloud.mail.fates.set("jane@example.org", fate);
      const { MessageId } = await ses.send(
        new SendEmailCommand({ ...mailInput(input), ConfigurationSetName: "curfew" }),
      );
      return MessageId;
    },
    types: () => cloud.events.map(({ detailType }) => detailType),
  };
}

it("publishes the same events as SES about a mail that arrives", async () => {
  const { cloud, send } = await mailCloud();

  const messageId = await send(undefined, { tags: { claim: "abc-1" } });

  expect(cloud.events.map(({ event }) => event)).toMatchObject([
    {
      "detail-type": "Email Sent",
      source: "aws.ses",
      account: hubAccount,
      region,
      time: "2026-11-24T02:00:00Z",
      detail: { eventType: "Send", send: {} },
    },
    {
      "detail-type": "Email Delivered",
      detail: {
        eventType: "Delivery",
        mail: {
          messageId,
          timestamp: "2026-11-24T02:00:00.000Z",
          source: sender,
          sendingAccountId: hubAccount,
          destination: ["jane@example.org"],
          commonHeaders: { subject: "Your key", to: ["jane@example.org"] },
          tags: { claim: ["abc-1"], "ses:configuration-set": ["curfew"] },
        },
        delivery: { timestamp: "2026-11-24T02:00:00.000Z", recipients: ["jane@example.org"] },
      },
    },
  ]);
});

it("publishes nothing about a mail without a configuration set", async () => {
  const { cloud, ses } = await mailCloud();

  await ses.send(new SendEmailCommand(mailInput()));

  expect(cloud.mail.outbox()).toHaveLength(1);
  expect(cloud.events).toEqual([]);
});

it("publishes through the default configuration set of the identity", async () => {
  const { account, ses, types } = await mailCloud();
  account.verify(sender, "curfew");

  await ses.send(new SendEmailCommand(mailInput()));

  expect(types()).toContain("Email Delivered");
});

it("publishes only the types of the event destination", async () => {
  const { send, types } = await mailCloud(["BOUNCE"]);

  await send(deliveredWithAutoReply());

  expect(types()).toEqual(["Email Bounced"]);
});

it("publishes nothing to a disabled event destination", async () => {
  const { send, types } = await mailCloud(everyType, false);

  await send();

  expect(types()).toEqual([]);
});

it("reports a hard bounce and suppresses the address, so that the next mail is dropped with an event", async () => {
  const { cloud, account, send } = await mailCloud(["BOUNCE", "DELIVERY"]);

  await send(bouncedForGood("NoEmail"));
  expect(account.suppression("jane@example.org")?.reason).toBe("BOUNCE");
  await expect(send(deliveredMail())).resolves.toMatch(/^0107/);

  expect(cloud.events.map(({ detail }) => detail)).toMatchObject([
    {
      eventType: "Bounce",
      bounce: {
        bounceType: "Permanent",
        bounceSubType: "NoEmail",
        bouncedRecipients: [{ emailAddress: "jane@example.org" }],
      },
    },
    { bounce: { bounceType: "Permanent", bounceSubType: "OnAccountSuppressionList" } },
  ]);
  expect(cloud.mail.outbox().map((mail) => mail.delivered)).toEqual([false, false]);
});

it("does not suppress an address after a transient bounce", async () => {
  const { account, send, types } = await mailCloud();

  await send(bouncedForNow("MailboxFull"));

  expect(types()).toEqual(["Email Sent", "Email Bounced"]);
  expect(account.suppression("jane@example.org")).toBeUndefined();
});

it("suppresses an address after a complaint, and reports the suppressed mail as a complaint", async () => {
  const { cloud, account, send } = await mailCloud(["COMPLAINT"]);

  await send([{ type: "delivery" }, { type: "complaint" }]);
  await send();

  expect(account.suppression("jane@example.org")?.reason).toBe("COMPLAINT");
  expect(cloud.events.map(({ detail }) => detail)).toMatchObject([
    { complaint: { complaintSubType: null, complaintFeedbackType: "abuse" } },
    { complaint: { complaintSubType: "OnAccountSuppressionList" } },
  ]);
});

it("delivers late on the cloud's clock, and not earlier", async () => {
  const { cloud, clock, send, types } = await mailCloud();

  await send(deliveredLate(3_600_000));
  await cloud.settled();
  expect(types()).toEqual(["Email Sent", "Email Delivery Delayed"]);
  clock.forward(3_600_000);
  await cloud.settled();

  expect(types()).toEqual(["Email Sent", "Email Delivery Delayed", "Email Delivered"]);
  expect(cloud.events.at(-1)?.detail).toMatchObject({ delivery: { timestamp: "2026-11-24T03:00:00.000Z" } });
});

it("can lose and duplicate events, as best-effort delivery may", async () => {
  const { cloud, send, types } = await mailCloud(["DELIVERY"]);

  await send(deliveredMail({ copies: 0 }));
  expect(types()).toEqual([]);
  expect(cloud.mail.outbox()[0]?.delivered).toBe(true);

  await send(deliveredMail({ copies: 2 }));
  expect(types()).toEqual(["Email Delivered", "Email Delivered"]);
});

it("can deliver a later event before an earlier one", async () => {
  const { cloud, clock, send, types } = await mailCloud(["DELIVERY", "BOUNCE"]);

  await send([
    { type: "delivery", arrivesAfterMs: 60_000 },
    { type: "bounce", bounceType: "Transient", bounceSubType: "General", afterMs: 30_000 },
  ]);
  clock.forward(60_000);
  await cloud.settled();

  expect(types()).toEqual(["Email Bounced", "Email Delivered"]);
  expect(cloud.events.at(-1)?.detail).toMatchObject({ delivery: { timestamp: "2026-11-24T02:00:00.000Z" } });
});

it("reports each recipient of a mail on its own", async () => {
  const { cloud, send } = await mailCloud(["DELIVERY", "BOUNCE"]);

  await send(bouncedForGood(), { to: ["jane@example.org", "joe@example.org"] });

  expect(cloud.events.map(({ detail }) => detail)).toMatchObject([
    { bounce: { bouncedRecipients: [{ emailAddress: "jane@example.org" }] } },
    {
      delivery: { recipients: ["joe@example.org"] },
      mail: { destination: ["jane@example.org", "joe@example.org"] },
    },
  ]);
});

it("refuses a configuration set that does not exist", async () => {
  const { ses } = await mailCloud();

  const sending = ses.send(new SendEmailCommand({ ...mailInput(), ConfigurationSetName: "other" }));

  await expect(sending).rejects.toMatchObject({ name: "NotFoundException", message: /other/ });
});

it("shows the event destinations of a configuration set", async () => {
  const { ses } = await mailCloud(["BOUNCE"]);

  const answer = await ses.send(
    new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: "curfew" }),
  );

  expect(answer.EventDestinations).toMatchObject([
    {
      Name: "to-eventbridge",
      Enabled: true,
      MatchingEventTypes: ["BOUNCE"],
      EventBridgeDestination: { EventBusArn: arnOf("events", "event-bus/default") },
    },
  ]);
});

it("refuses an event destination in another Region than the configuration set", async () => {
  const { cloud } = await smallCloud();
  const destination = {
    configurationSet: "curfew",
    name: "elsewhere",
    enabled: true,
    matchingEventTypes: ["BOUNCE"],
    eventBusArn: arnOf("events", "event-bus/default", "eu-west-1"),
  };

  const deploying = cloud.deploy(
    deploymentWith({ configurationSets: ["curfew"], eventDestinations: [destination] }),
  );

  await expect(deploying).rejects.toThrow(
    "event destination elsewhere: SES publishes to the default event bus",
  );
});

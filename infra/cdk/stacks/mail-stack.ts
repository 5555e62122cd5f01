import { Stack, type StackProps } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { EventBus as EventBusTarget } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ConfigurationSet,
  ConfigurationSetEventDestination,
  ConfigurationSetTlsPolicy,
  EmailSendingEvent,
  EventDestination,
  type IConfigurationSet,
} from "aws-cdk-lib/aws-ses";
import type { Construct } from "constructs";
import { boundPermissions } from "../constructs/permissions-boundary.ts";
import { noticeEvents } from "../mail-events.ts";
import { names, partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";
import { withoutBootstrap } from "./without-bootstrap.ts";

/** What the mail stack is made from. */
export interface MailStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * Reports to Curfew whether its mails were delivered, in the hub account and `mail.region`: SES accepts a mail to an address
 * that it will not deliver to, and only its events tell. SES puts events on the default bus of its own Region; if the
 * hub is in another one, a rule forwards them.
 */
export class MailStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: MailStackProps) {
    super(scope, id, { ...props, analyticsReporting: false, synthesizer: withoutBootstrap() });
    const { hub, mail } = settings;
    new ConfigurationSetEventDestination(this, "Events", {
      configurationSet: this.#configurationSet(mail.configurationSet),
      configurationSetEventDestinationName: names.eventDestination,
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "DefaultBus", "default")),
      events: [
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
    if (mail.region !== hub.region) this.#forward(settings);
    if (hub.permissionsBoundary !== undefined) boundPermissions(this, hub.permissionsBoundary);
  }

  #configurationSet(setting: Settings["mail"]["configurationSet"]): IConfigurationSet {
    return setting === "create"
      ? new ConfigurationSet(this, "ConfigurationSet", {
          configurationSetName: names.configurationSet,
          tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL,
        })
      : ConfigurationSet.fromConfigurationSetName(this, "ConfigurationSet", setting.existing);
  }

  #forward({ hub, mail }: Settings): void {
    const events = (region: string) => `arn:${partitionOf(region)}:events:${region}:${hub.accountId}`;
    const role = new Role(this, "ForwardRole", {
      description: "Lets EventBridge forward SES events to Curfew's Region.",
      // EventBridge user guide, Cross-service confused deputy prevention.
      assumedBy: new ServicePrincipal("events.amazonaws.com", {
        conditions: {
          StringEquals: { "aws:SourceAccount": hub.accountId },
          ArnEquals: { "aws:SourceArn": `${events(mail.region)}:rule/${names.forwardMailEventsRule}` },
        },
      }),
    });
    const bus = EventBus.fromEventBusArn(this, "HubBus", `${events(hub.region)}:event-bus/default`);
    new Rule(this, "Forward", {
      ruleName: names.forwardMailEventsRule,
      description: "Forwards what SES reported about a notice to Curfew's Region.",
      eventPattern: noticeEvents,
      targets: [new EventBusTarget(bus, { role })],
    });
  }
}

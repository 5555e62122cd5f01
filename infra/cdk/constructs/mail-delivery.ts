import { Duration } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { noticeEvents } from "../mail-events.ts";
import { names } from "../names.ts";
import { allow } from "./allow.ts";
import type { CurfewFunctions } from "./curfew-functions.ts";
import { deadLetterQueue } from "./daily-run.ts";

/** Sends SES's events about notices to the delivery function. The mail stack forwards them to the hub's Region. */
export class MailDelivery extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { delivery }: Pick<CurfewFunctions, "delivery">) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, "DeadLetters", names.deliveryDeadLetterQueue);
    // EventBridge is done as soon as Lambda has the event in its queue. If the function then refuses an event or cannot
    // record it, Lambda retries and keeps it.
    delivery.function.configureAsyncInvoke({
      onFailure: { bind: () => ({ destination: this.deadLetters.queueArn }) },
      maxEventAge: Duration.hours(6),
      retryAttempts: 2,
    });
    // Not SqsDestination: that also grants reading the queue's attributes and URL, which Lambda does not need
    // (Lambda developer guide, Capturing records of asynchronous invocations).
    allow(delivery.role, {
      sid: "SqsSendDeadLetters",
      actions: ["sqs:SendMessage"],
      resources: [this.deadLetters.queueArn],
    });
    new Rule(this, "Rule", {
      ruleName: names.mailEventsRule,
      description: "SES reported the delivery, bounce or rejection of a notice.",
      eventPattern: noticeEvents,
      targets: [
        new LambdaFunction(delivery.function, {
          deadLetterQueue: this.deadLetters,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }
}

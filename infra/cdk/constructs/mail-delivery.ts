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

/** Hands what SES reports about notices to the delivery function; the mail stack brings it into the hub's Region. */
export class MailDelivery extends Construct {
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { delivery }: Pick<CurfewFunctions, "delivery">) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, "DeadLetters", names.deliveryDeadLetterQueue);
    // EventBridge hands an event over as soon as Lambda has it in its queue; what the function then refuses or cannot
    // do is for Lambda to retry and to keep.
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
      description: "SES reported what became of a notice.",
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

import { Duration } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { noticeEvents } from "../mail-events.ts";
import { names } from "../names.ts";
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
      onFailure: new SqsDestination(this.deadLetters),
      maxEventAge: Duration.hours(6),
      retryAttempts: 2,
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

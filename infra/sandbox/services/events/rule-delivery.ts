import { setTimeout as sleep } from "node:timers/promises";
import type { RuleTargetSpec } from "../../cloud/deployment.ts";
import type { EventOnBus } from "./bus-event.ts";
import type { DeployedRule } from "./event-buses.ts";
import { eventsPrincipal, sendToTarget, TargetFailure, type TargetWorld } from "./rule-targets.ts";
import { targetInput } from "./target-input.ts";

/** An event that a target never took. */
export interface FailedDelivery {
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly errorCode: string;
  readonly message: string;
  readonly event: EventOnBus;
  /** Whether it went to the target's dead-letter queue; otherwise it is lost. */
  readonly isInQueue: boolean;
}

/** How delivery waits. */
export interface DeliverySettings {
  /** Factor for every wait before a retry. */
  readonly retryScale: number;
  /** Ends the waits when the cloud closes. */
  readonly signal: AbortSignal;
}

/**
 * Delivers events to the targets of rules, with the retries and the dead-letter queue of each target
 * (EventBridge user guide, "Retrying event delivery", "Using dead-letter queues").
 */
export class RuleDelivery {
  readonly failures: FailedDelivery[] = [];
  readonly #world: TargetWorld;
  readonly #settings: DeliverySettings;

  constructor(world: TargetWorld, settings: DeliverySettings) {
    this.#world = world;
    this.#settings = settings;
  }

  /** Delivers to every target; each is on its own. */
  async deliver(rule: DeployedRule, event: EventOnBus): Promise<void> {
    await Promise.all(rule.spec.targets.map((target) => this.#deliverTo(rule, target, event)));
  }

  async #deliverTo(rule: DeployedRule, target: RuleTargetSpec, event: EventOnBus): Promise<void> {
    const { retryScale, signal } = this.#settings;
    for (let attempt = 0; ; attempt += 1) {
      const failure = await this.#attempt(rule, target, event);
      if (failure === undefined) return;
      if (!failure.isTransient || attempt >= target.maximumRetryAttempts || signal.aborted)
        return this.#giveUp(rule, target, event, failure, attempt);
      const wait = Math.min(1000 * 2 ** attempt, 3_600_000) * retryScale;
      // A closing cloud ends the wait; the loop then gives up.
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  async #attempt(
    rule: DeployedRule,
    target: RuleTargetSpec,
    event: EventOnBus,
  ): Promise<TargetFailure | undefined> {
    try {
      await sendToTarget(this.#world, rule, target, inputFor(rule, target, event), event);
      return undefined;
    } catch (error) {
      if (error instanceof TargetFailure) return error;
      throw error;
    }
  }

  #giveUp(
    rule: DeployedRule,
    target: RuleTargetSpec,
    event: EventOnBus,
    failure: TargetFailure,
    retries: number,
  ): void {
    const { deadLetterArn } = target;
    const { queues } = this.#world;
    const { service, context } = eventsPrincipal(rule);
    const isInQueue =
      deadLetterArn !== undefined && queues.allows(deadLetterArn, { principal: { service }, context });
    if (isInQueue)
      queues.send(deadLetterArn, {
        body: JSON.stringify(event),
        attributes: {
          RULE_ARN: rule.spec.arn,
          TARGET_ARN: target.arn,
          ERROR_CODE: failure.code,
          ERROR_MESSAGE: failure.message,
          RETRY_ATTEMPTS: String(retries),
        },
      });
    this.failures.push({
      ruleArn: rule.spec.arn,
      targetArn: target.arn,
      errorCode: failure.code,
      message: failure.message,
      event,
      isInQueue,
    });
  }
}

function inputFor(rule: DeployedRule, target: RuleTargetSpec, event: EventOnBus): string {
  try {
    return targetInput(rule.spec, target, event);
  } catch (error) {
    throw new TargetFailure("INVALID_JSON", error instanceof Error ? error.message : String(error));
  }
}

import type { RuleSpec } from "../../cloud/deployment.ts";
import type { UnfinishedWork } from "../../cloud/unfinished-work.ts";
import type { EventOnBus } from "./bus-event.ts";
import { type EventPattern, matchesPattern, readPattern } from "./event-pattern.ts";
import { checkTargetInput } from "./target-input.ts";

/** An event as it arrived on the default bus of an account in a Region. */
export interface ReceivedEvent {
  readonly accountId: string;
  /** The Region of the bus. */
  readonly region: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly event: EventOnBus;
}

/** A rule on a default bus. */
export interface DeployedRule {
  readonly spec: RuleSpec;
  readonly accountId: string;
  readonly region: string;
  readonly pattern: EventPattern;
}

/** Sends an event to every target of a rule. */
export type TargetDelivery = (rule: DeployedRule, event: EventOnBus) => Promise<void>;

/** The default event buses of all accounts and Regions, with their rules. */
export class EventBuses {
  readonly received: ReceivedEvent[] = [];
  readonly #work: UnfinishedWork;
  readonly #rules: DeployedRule[] = [];
  #deliver: TargetDelivery = async () => undefined;

  constructor(work: UnfinishedWork) {
    this.#work = work;
  }

  /** Sets how events reach targets. Apart from the constructor, because a target may be another bus. */
  deliverWith(deliver: TargetDelivery): void {
    this.#deliver = deliver;
  }

  /** @throws if EventBridge would refuse the rule, or something in it is not modelled */
  createRule(spec: RuleSpec, accountId: string, region: string): void {
    const isTaken = this.#rules.some(({ spec: { arn } }) => arn === spec.arn);
    if (isTaken) throw new Error(`there is a rule ${spec.arn} already`);
    for (const target of spec.targets) checkTargetInput(target);
    this.#rules.push({ spec, accountId, region, pattern: readPattern(spec.pattern, spec.name) });
  }

  /** The rules of all buses, in the order of their creation. */
  rules(): readonly DeployedRule[] {
    return [...this.#rules];
  }

  /**
   * Takes an event on the default bus of an account and starts to deliver it to the rules that match.
   * @param accountId @param region of the bus, which for a forwarded event are not those in the event
   */
  put(event: EventOnBus, accountId = event.account, region = event.region): void {
    const { source, detail } = event;
    this.received.push({ accountId, region, source, detailType: event["detail-type"], detail, event });
    for (const rule of this.#rules) {
      if (rule.accountId !== accountId || rule.region !== region || !rule.spec.enabled) continue;
      if (!matchesPattern(rule.pattern, event)) continue;
      this.#work.track(`rule ${rule.spec.arn}`, this.#deliver(rule, event));
    }
  }
}

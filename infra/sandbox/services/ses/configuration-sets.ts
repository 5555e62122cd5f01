import { AwsError } from "../../cloud/aws-error.ts";

/** The types of events that an event destination may ask for (SES API v2 reference, EventDestination). */
export const sesEventTypes = [
  "SEND",
  "REJECT",
  "BOUNCE",
  "COMPLAINT",
  "DELIVERY",
  "OPEN",
  "CLICK",
  "RENDERING_FAILURE",
  "DELIVERY_DELAY",
  "SUBSCRIPTION",
] as const;
export type SesEventType = (typeof sesEventTypes)[number];

/** Where a configuration set publishes events: always the default event bus of its account and Region. */
export interface EventDestination {
  readonly name: string;
  readonly enabled: boolean;
  readonly matchingEventTypes: readonly SesEventType[];
  readonly eventBusArn: string;
}

/** The configuration sets of one account in one Region. */
export class ConfigurationSets {
  readonly #sets = new Map<string, EventDestination[]>();

  /** Creates a set, unless it exists already. */
  create(name: string): void {
    if (!this.#sets.has(name)) this.#sets.set(name, []);
  }

  has(name: string): boolean {
    return this.#sets.has(name);
  }

  /**
   * Adds an event destination to a set.
   * @throws {AwsError} `NotFoundException` without the set, `AlreadyExistsException` for a second one of a name
   */
  addDestination(set: string, destination: EventDestination): void {
    const destinations = this.destinations(set);
    if (destinations.some(({ name }) => name === destination.name))
      throw new AwsError("AlreadyExistsException", `Event destination ${destination.name} already exists.`);
    this.#sets.set(set, [...destinations, destination]);
  }

  /** @throws {AwsError} `NotFoundException` */
  destinations(set: string): readonly EventDestination[] {
    const found = this.#sets.get(set);
    if (found === undefined)
      throw new AwsError("NotFoundException", `Configuration set <${set}> does not exist.`, 404);
    return found;
  }

  /** Whether mails sent through a set publish events of a type. Without a set nothing is published. */
  publishes(set: string | undefined, type: SesEventType): boolean {
    if (set === undefined) return false;
    return this.destinations(set).some(
      ({ enabled, matchingEventTypes }) => enabled && matchingEventTypes.includes(type),
    );
  }
}

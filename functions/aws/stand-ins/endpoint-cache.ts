/**
 * Stands in a bundle for the cache of discovered endpoints. DynamoDB's client makes one, and uses it only
 * where endpoint discovery is asked for, which Curfew does not.
 */
export class EndpointCache {}

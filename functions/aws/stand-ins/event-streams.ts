/**
 * Stands in a bundle for the SDK's event streams. The S3 client imports them for SelectObjectContent, which
 * nobody here calls; where somebody does, the bundle says so.
 */
export function eventStreamSerdeProvider(): never {
  throw new Error("the bundles are made without event streams (functions/aws/stand-ins)");
}

/** Adds nothing to the settings of a client: the original would ask the provider at once. */
export function resolveEventStreamSerdeConfig<Settings>(settings: Settings): Settings {
  return settings;
}

/** Made by the SDK's protocols when a call has a stream of events. */
export class EventStreamSerde {
  constructor() {
    eventStreamSerdeProvider();
  }
}

/** To an execution environment: handle this event. */
export interface InvokeMessage {
  readonly requestId: string;
  readonly functionArn: string;
  /** The event, as JSON text. */
  readonly payload: string;
  /** What `getRemainingTimeInMillis` counts down from. */
  readonly remainingMs: number;
  /** By how much the cloud's clock is ahead of this machine's: a function's clock is that of its cloud. */
  readonly clockAheadMs: number;
}

/** From an execution environment, in this order: `ready` or `initFailed`, then one `answer` per event. */
export type EnvironmentMessage =
  | { readonly type: "ready" }
  | { readonly type: "initFailed"; readonly payload: string }
  | {
      readonly type: "answer";
      /** The handler's result or its error, as JSON text. */
      readonly payload: string;
      readonly failed: boolean;
      /** An uncaught error ends the environment after its answer. */
      readonly last: boolean;
      readonly peakMemoryKb: number;
    };

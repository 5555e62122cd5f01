/**
 * A call failed in a way that may pass: throttling, a fault in AWS, a lost connection, or too little time left. The
 * state machines retry it by this name (`Retry` in daily.asl.json).
 */
export class Interrupted extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Interrupted";
  }
}

/** An account could not be evaluated completely, and a retry would not help: no role, no trust, no permission. */
export class AccountUnreachable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AccountUnreachable";
  }
}

/** Another worker has claimed a notice. The state machine retries once that claim is stale. */
export class NoticesInFlight extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoticesInFlight";
  }
}

/** A key is active again, but some recipients were not notified. Never retried. */
export class RestoreNotificationFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RestoreNotificationFailed";
  }
}

/** The run's day is not today: somebody redrove an old execution or invoked the function manually. Never retried. */
export class StaleRun extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StaleRun";
  }
}

/** SES accepts no mail from the sender, so the run ends before it changes anything. Never retried. */
export class SenderUnusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SenderUnusable";
  }
}

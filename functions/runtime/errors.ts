/**
 * Something that may go better in a minute: throttling, a fault in AWS, a lost connection, or too little
 * time left. The state machine retries it by this name; see `Retry` in daily.asl.json.
 */
export class Interrupted extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Interrupted";
  }
}

/** An account that could not be enforced, and will not be in a minute: no role, no trust, no permission. Never retried. */
export class AccountUnreached extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AccountUnreached";
  }
}

/** Another worker holds the claim on a notice; the state machine comes back once that claim is stale. */
export class NoticesInFlight extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoticesInFlight";
  }
}

/** A key was restored, and somebody will not hear of it; what is left is for people. Never retried. */
export class NotEverybodyTold extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NotEverybodyTold";
  }
}

/** A run whose day is over: its mails would name days that have passed. Somebody redrove it; never retried. */
export class StaleRun extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StaleRun";
  }
}

/** The mail service takes nothing from the sender, so the run ends before it begins. Never retried. */
export class SenderUnusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SenderUnusable";
  }
}

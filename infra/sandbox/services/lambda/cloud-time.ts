const ofTheMachine = globalThis.Date;

/**
 * The time of the cloud in the process of a function: `Date` there is ahead of the machine's by as much as the cloud's
 * clock is. Functions refuse a run of another day, so a cloud whose clock was moved must move theirs too. Replaces the
 * process's `Date` for good.
 */
export class CloudTime {
  #aheadMs = 0;

  constructor() {
    const now = () => ofTheMachine.now() + this.#aheadMs;
    globalThis.Date = new Proxy(ofTheMachine, {
      construct: (target, values, newTarget): object =>
        Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
      apply: () => new ofTheMachine(now()).toString(),
      get: (target, property): unknown => (property === "now" ? now : Reflect.get(target, property)),
    });
  }

  /** Sets by how much the cloud's clock is ahead from now on. */
  setAhead(milliseconds: number): void {
    this.#aheadMs = milliseconds;
  }
}

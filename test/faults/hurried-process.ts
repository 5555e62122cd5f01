import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

/**
 * Loaded into a function's process before its bundle. Every pause is shortened as `scaledTime` does it in this
 * process, or a case would take minutes; the clock goes right, unless it is to be some minutes off.
 */
const scale = 0.03;

const { setTimeout: real } = globalThis;
const { setTimeout: pause } = timers;

Object.assign(globalThis, {
  setTimeout: (callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
    real(callback, milliseconds * scale, ...values),
});
Object.assign(timers, { setTimeout: (milliseconds = 0) => pause(milliseconds * scale) });
syncBuiltinESMExports();

const skew = Number(process.env.CLOCK_SKEW_MINUTES ?? 0) * 60_000;
const { Date: RealDate } = globalThis;
const now = () => RealDate.now() + skew;

/** A clock that is off; what is told a time keeps it. */
const SkewedDate = new Proxy(RealDate, {
  construct: (target, values) => Reflect.construct(target, values.length === 0 ? [now()] : values),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
if (skew !== 0) Object.assign(globalThis, { Date: SkewedDate });

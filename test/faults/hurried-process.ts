import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

/**
 * Loaded into a function's process before its bundle. It shortens every pause, as `scaledTime` does in this process:
 * otherwise a case would take minutes. It also sets the clock ahead of the cloud's, or behind it. AWS checks signatures
 * by the true time, so the SDK corrects its own clock first.
 */
const scale = 0.03;
/** How long the SDK waits for an answer. It is shortened less: a busy machine is slow to answer. */
const requestTimeout = 20_000;
const timeoutScale = 0.3;

const { setTimeout: real } = globalThis;
const { setTimeout: pause } = timers;

Object.assign(globalThis, {
  setTimeout: (callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
    real(callback, milliseconds * (milliseconds === requestTimeout ? timeoutScale : scale), ...values),
});
Object.assign(timers, { setTimeout: (milliseconds = 0) => pause(milliseconds * scale) });
syncBuiltinESMExports();

const ahead = Number(process.env.CLOCK_AHEAD_MINUTES) * 60_000;
const { Date: RealDate } = globalThis;
const now = () => RealDate.now() + ahead;

/** A wrong clock. A `Date` that is created from a time keeps that time. */
const MovedDate = new Proxy(RealDate, {
  construct: (target, values) => Reflect.construct(target, values.length === 0 ? [now()] : values),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
Object.assign(globalThis, { Date: MovedDate });

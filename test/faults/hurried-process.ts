import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import timers from "node:timers/promises";

/**
 * Loaded into a function's process before its bundle. Every pause is shortened as `scaledTime` does it in this
 * process, or a case would take minutes; the clock is so far from this machine's as a file says. AWS checks signatures by
 * the true time, so the SDK corrects its own clock first.
 */
const scale = 0.03;
/** What the SDK waits for an answer; a busy machine must not be taken for a service that is silent. */
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

const { CLOCK_OFFSET_FILE: file } = process.env;
const offset = file === undefined ? 0 : Number(readFileSync(file, "utf8"));
const { Date: RealDate } = globalThis;
const now = () => RealDate.now() + offset;

/** A clock that is off; what is told a time keeps it. */
const MovedDate = new Proxy(RealDate, {
  construct: (target, values) => Reflect.construct(target, values.length === 0 ? [now()] : values),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});
Object.assign(globalThis, { Date: MovedDate });

import { type CallName, callText } from "./injection/call-name.ts";
import type { RecordedCall } from "./injection/call-recorder.ts";

/** A place in the code that calls AWS, and one of the calls it makes there. */
export interface CallSite {
  readonly call: CallName;
  /** Which call of that name it is, counted from 1: a page, or a key that is read again. */
  readonly time: number;
  /** Whether the service does what the call asks. A refused call has no effect that could be lost. */
  readonly succeeds: boolean;
  /** Whether it is the first, a middle or the last one of its kind. */
  readonly position: "only" | "first" | "middle" | "last";
}

/**
 * Every distinct call site of a run, taken from the recorded calls: a caller, an operation, the kind of thing it is
 * about, and whether it is the first, second or third such call. Of the things themselves, the first, the last and one
 * between.
 */
export function callSites(calls: readonly RecordedCall[]): CallSite[] {
  const kinds = new Map<string, RecordedCall[]>();
  // How many calls follow differs from run to run: it depends on what SES has reported by then.
  for (const call of calls.filter(({ time }) => time <= mostTimes)) {
    const { caller, service, operation, about, time } = call;
    const kind = JSON.stringify([caller, service, operation, about, time]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), call]);
  }
  return [...kinds.values()].flatMap((found) => {
    // Sorted by name, because the order of the calls differs from run to run.
    const sorted = found.toSorted((one, other) => (callText(one) < callText(other) ? -1 : 1));
    const site = (call: RecordedCall, position: CallSite["position"]): CallSite => ({
      call: withoutTime(call),
      time: call.time,
      succeeds: call.succeeded,
      position,
    });
    const [first, last, middle] = [sorted[0], sorted.at(-1), sorted[Math.floor(sorted.length / 2)]];
    if (first === undefined || last === undefined || middle === undefined) return [];
    if (sorted.length === 1) return [site(first, "only")];
    const ends = [site(first, "first"), site(last, "last")];
    return sorted.length === 2 || reading.test(first.operation) ? ends : [...ends, site(middle, "middle")];
  });
}

/** A fourth call of the same name does nothing that the third does not. */
const mostTimes = 3;

/** Of calls that only read, the first and the last are enough: the suite takes minutes. */
const reading = /^(AssumeRole|Generate|Get|List(?!AccessKeys)|Query)/;

/** A site in one line. */
export function siteText({ call, time, position }: CallSite): string {
  return `${callText(call)}${time === 1 ? "" : ` (time ${time})`} [${position}]`;
}

function withoutTime({ time: _, succeeded: __, ...name }: RecordedCall): CallName {
  return name;
}

import { clientSettings } from "../../functions/aws/client-config.ts";
import { laterThanTheTimeout } from "../support/scaled-time.ts";
import type { CallSite } from "./call-sites.ts";
import { deactivationWithoutEffect, type Happening, happenings, isWhileBusy } from "./happenings.ts";
import { type AwsFailure, awsFailures } from "./injection/aws-failures.ts";
import type { Fault } from "./injection/fault.ts";

/** One fault in one run. */
export interface FaultCase {
  readonly site: CallSite;
  /** What goes wrong, in a few words. */
  readonly name: string;
  readonly happens: "once" | "at every attempt of the SDK" | "in the whole run";
  readonly fault: Fault | Killed | InvocationFault | Happens;
  /** How many mails may be sent again: those that left, but whose confirmation may be lost. */
  readonly duplicates: number;
}

/** The function is killed, before the call or after it took effect. */
interface Killed {
  readonly kind: "killed";
  readonly when: "before" | "after";
}

/** A fault of a whole invocation: its answer is lost, or its event comes twice. */
type InvocationFault = { readonly kind: "never" } | { readonly kind: "twice" };

/** Something happens to a user, a key or the account, just before the call or just after it. */
interface Happens {
  readonly kind: "happens";
  readonly when: "before" | "after";
  readonly happening: Happening;
}

/** Every fault that AWS can return at each site, and everything that can happen to the function there. */
export function faultCases(sites: readonly CallSite[]): FaultCase[] {
  return sites.flatMap((site) => {
    const of = (
      name: string,
      happens: FaultCase["happens"],
      fault: FaultCase["fault"],
      tookEffect: boolean,
    ): FaultCase => {
      const attempts = happens === "in the whole run" ? 3 : 1;
      return { site, name, happens, fault, duplicates: mayDuplicate(site, tookEffect) ? attempts : 0 };
    };
    // Faults that take long are tried only at the first site of each kind.
    const isFirst = site.position === "only" || site.position === "first";
    const failures = awsFailures(site.call).flatMap((failure) =>
      durations(failure)
        .filter((happens) => isFirst || (happens !== "in the whole run" && everywhere.has(failure.name)))
        .map((happens) => of(failure.name, happens, failure.fault, failure.tookEffect)),
    );
    const late = isFirst
      ? [
          of("slow answer", "once", { kind: "late", milliseconds: 100 }, true),
          of("timeout after effect", "once", { kind: "late", milliseconds: laterThanTheTimeout }, true),
        ]
      : [];
    const kills = site.call.caller.endsWith("state-machine")
      ? []
      : [
          of("killed before", "once", { kind: "killed", when: "before" }, false),
          of("killed after effect", "once", { kind: "killed", when: "after" }, true),
        ];
    const invocations =
      site.call.service === "lambda"
        ? [
            of("never answers", "once", { kind: "never" }, false),
            of("event twice", "once", { kind: "twice" }, false),
          ]
        : [];
    return [...failures, ...late, ...kills, ...invocations].filter(
      (found) => site.succeeds || !needsEffect(found.fault),
    );
  });
}

/**
 * One case for each deactivation: IAM accepts it, and the key still works. IAM is eventually consistent (IAM user
 * guide, troubleshoot_general).
 */
export function withoutEffectCases(sites: readonly CallSite[]): FaultCase[] {
  return sites
    .filter(({ call }) => call.operation === "UpdateAccessKey")
    .map((site): FaultCase => {
      const happening = deactivationWithoutEffect(site.call);
      return {
        site,
        name: happening.name,
        happens: "once",
        fault: { kind: "happens", when: "after", happening },
        duplicates: 0,
      };
    });
}

/** Faults that are tried at every site of a kind. For all others one site per kind is enough. */
const everywhere: ReadonlySet<string> = new Set([
  "reset before",
  "reset after effect",
  "internal error",
  "access denied",
  "empty answer",
]);

function needsEffect(fault: FaultCase["fault"]): boolean {
  if (fault.kind === "late" || fault.kind === "damaged") return true;
  return "when" in fault && fault.when === "after";
}

/** Everything that people can do to the busy account, just before each kind of call for that account. */
export function happeningCases(sites: readonly CallSite[]): FaultCase[] {
  const firsts = new Map<string, CallSite>();
  for (const site of sites.filter((one) => isWhileBusy(one) && one.time === 1)) {
    const { caller, service, operation, about } = site.call;
    const kind = [caller, service, operation, about].join(" ");
    if (!firsts.has(kind)) firsts.set(kind, site);
  }
  return [...firsts.values()].flatMap((site) =>
    happenings.map(
      (happening): FaultCase => ({
        site,
        name: happening.name,
        happens: "once",
        fault: { kind: "happens", when: "before", happening },
        duplicates: 0,
      }),
    ),
  );
}

/** How many calls of the site's name fail in a case. */
export function timesOf({ happens, site }: FaultCase): number {
  if (happens === "in the whole run") return Number.POSITIVE_INFINITY;
  // SendEmail has one attempt (functions/aws/mailer.ts), and so has Invoke (Step Functions has its own Retry).
  const hasOne = site.call.operation === "SendEmail" || site.call.service === "lambda";
  return happens === "once" || hasOne ? 1 : clientSettings.maxAttempts;
}

/**
 * A final error happens once. An error that the SDK retries happens until the SDK gives up. A lost answer also happens
 * once, because the call then takes effect twice. An internal error of AWS also lasts for the whole run.
 */
function durations({ transient, tookEffect, name }: AwsFailure): FaultCase["happens"][] {
  if (!transient) return ["once"];
  return [
    ...(tookEffect ? (["once"] as const) : []),
    "at every attempt of the SDK",
    ...(name === "internal error" ? (["in the whole run"] as const) : []),
  ];
}

/** Whether the fault lies between SES accepting a mail and the ledger confirming it. */
function mayDuplicate({ call }: CallSite, tookEffect: boolean): boolean {
  if (call.service === "ses" && call.operation === "SendEmail") return tookEffect;
  return call.service === "dynamodb" && call.about === "notice sent";
}

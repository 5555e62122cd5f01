import { clientSettings } from "../../functions/aws/client-config.ts";
import { laterThanTheTimeout } from "../support/scaled-time.ts";
import type { CallSite } from "./call-sites.ts";
import { deactivationWithoutEffect, type Happening, happenings, isWhileBusy } from "./happenings.ts";
import { type AwsFailure, awsFailures } from "./injection/aws-failures.ts";
import type { Fault } from "./injection/fault.ts";

/** One thing that goes wrong in one run. */
export interface FaultCase {
  readonly site: CallSite;
  /** What goes wrong, as tables call it. */
  readonly name: string;
  readonly happens: "once" | "at every attempt of the SDK" | "in the whole run";
  readonly fault: Fault | Killed | InvocationFault | Happens;
  /** How many mails may be sent again: those that left, and whose confirmation may be lost. */
  readonly duplicates: number;
}

/** The function is killed, before the call or once it took effect. */
interface Killed {
  readonly kind: "killed";
  readonly when: "before" | "after";
}

/** Of a whole invocation: its answer is lost, or its event comes twice. */
type InvocationFault = { readonly kind: "never" } | { readonly kind: "twice" };

/** Something happens to what the run is about, just before the call or just after it. */
interface Happens {
  readonly kind: "happens";
  readonly when: "before" | "after";
  readonly happening: Happening;
}

/** Every fault that AWS can return at each of the sites, and what can befall the function there. */
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
    // What takes long to wait for happens at the first of each kind, for all of them.
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
 * Each deactivation to which IAM says yes and after which the key works: IAM is eventually consistent (IAM user
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

/** What is tried at further calls of a kind too; how a refusal is worded matters to the kind and not to the call. */
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

/** Everything that people can do to the busy account, just before each kind of call that is made for it. */
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

/** How many calls of the site's name a case hits. */
export function timesOf({ happens, site }: FaultCase): number {
  if (happens === "in the whole run") return Number.POSITIVE_INFINITY;
  // Of SendEmail there is one attempt (functions/aws/mailer.ts), and of Invoke (Step Functions has its Retry).
  const hasOne = site.call.operation === "SendEmail" || site.call.service === "lambda";
  return happens === "once" || hasOne ? 1 : clientSettings.maxAttempts;
}

/**
 * What is final happens once. What the SDK tries again by itself happens until it gives up; a lost answer
 * once besides, because then the call takes effect twice, and a fault in AWS for the whole run.
 */
function durations({ transient, tookEffect, name }: AwsFailure): FaultCase["happens"][] {
  if (!transient) return ["once"];
  return [
    ...(tookEffect ? (["once"] as const) : []),
    "at every attempt of the SDK",
    ...(name === "internal error" ? (["in the whole run"] as const) : []),
  ];
}

/** Between SES accepting a mail and the ledger confirming it. */
function mayDuplicate({ call }: CallSite, tookEffect: boolean): boolean {
  if (call.service === "ses" && call.operation === "SendEmail") return tookEffect;
  return call.service === "dynamodb" && call.about === "notice sent";
}

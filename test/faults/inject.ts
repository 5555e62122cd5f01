import type { CloudUnderTest } from "./cloud-under-test.ts";
import { type FaultCase, timesOf } from "./fault-cases.ts";
import type { Happening } from "./happenings.ts";
import type { Fault } from "./injection/fault.ts";

/** Plans the fault of a case. */
export function inject(under: CloudUnderTest, faultCase: FaultCase): void {
  const { plan, functions } = under;
  const { site, fault } = faultCase;
  const planned = { calls: site.call, from: site.time, times: timesOf(faultCase) };
  if (fault.kind === "never" || fault.kind === "twice") functions.plan(site.call, fault.kind);
  else if (fault.kind === "killed") plan.plan([{ ...planned, fault: killing(fault.when, functions) }]);
  else if (fault.kind === "happens") plan.plan([{ ...planned, fault: happeningIn(under, fault) }]);
  else plan.plan([{ ...planned, fault }]);
}

function happeningIn(
  under: CloudUnderTest,
  { when, happening }: { readonly when: "before" | "after"; readonly happening: Happening },
): Fault {
  return {
    kind: "event",
    when,
    async happen() {
      await happening.happen(under);
      return undefined;
    },
  };
}

/** If the function is killed before the call, the call does not reach its service. */
function killing(when: "before" | "after", functions: CloudUnderTest["functions"]): Fault {
  return {
    kind: "event",
    when,
    async happen(call) {
      functions.killCallerOf(call);
      return when === "before" ? "reset" : undefined;
    },
  };
}

import * as fc from "fast-check";
import { expect } from "vitest";
import { approvePlan } from "../../functions/approve/approve-plan.ts";
import { planKey } from "../../functions/domain/run-files.ts";
import { settingsFingerprint } from "../../functions/runtime/settings-fingerprint.ts";
import type { StoredApproval } from "../../statemachine/approve.ts";
import type { PlanFile } from "../../statemachine/plan.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { reporter } from "../functions/report/report-fixture.ts";
import { accountResult, run } from "../functions/report/result-fixture.ts";
import { memoryBucket } from "../support/memory-bucket.ts";
import { clearOrRight, type Fared } from "./clear-or-right.ts";
import { mutated, mutatedText } from "./mutated.ts";
import { dueKeys, planFileOf } from "./plan-file.ts";

/** A file that was damaged, as an object or as a text. */
function damaged(file: PlanFile): fc.Arbitrary<string> {
  return fc.oneof(
    mutated(file).map((value) => JSON.stringify(value) ?? ""),
    mutatedText(JSON.stringify(file)),
  );
}

/**
 * A plan file in the report: the report is written, and an unreadable plan fails the run with an error that names it.
 */
export function fuzzReportedPlan(): Promise<Fared> {
  const results = [accountResult(1, { results: dueKeys }), accountResult(2)];
  return clearOrRight(damaged(planFileOf("deactivate")), "", async (text) => {
    const { reportRun, report, objects } = reporter({ results, plan: { state: "deactivate" } });
    objects.set(planKey(run.day, run.id), text);
    const { deactivations, coverage } = await reportRun();
    expect(coverage).toBe("complete");
    // There are no deactivation results.
    if (deactivations === "accountedFor") expect(report().totals.keysDeactivated).toBe(0);
  });
}

/** A plan file to approve: it is refused, or the approval covers keys of the file that wait for one. */
export function fuzzApprovedPlan(): Promise<Fared> {
  return clearOrRight(damaged(planFileOf("awaitsApproval")), "plan", async (text) => {
    const bucket = memoryBucket();
    bucket.objects.set(planKey(run.day, run.id), { text, contentType: "application/json" });
    const recorded: StoredApproval[] = [];
    const outcome = await approvePlan({
      event: {
        executionArn: "arn:aws:states:eu-central-1:111122223333:execution:curfew-approve:one",
        startTime: "2026-11-23T09:00:00Z",
        input: { run: run.id, day: run.day, reason: "looked through", approvedBy: "ann" },
      },
      policy: policy(),
      bucket: "runs",
      organizationId: "o-a1b2c3d4e5",
      utcDay: () => run.day,
      getText: bucket.getText,
      controls: {
        async putApproval(approval) {
          recorded.push(approval);
          return approval;
        },
      },
    });
    if (outcome.outcome === "refused") return expect(recorded).toEqual([]);
    expect(outcome.keys).toBeLessThanOrEqual(text.split("awaitsApproval").length - 1);
    expect(recorded).toMatchObject([{ settingsFingerprint: settingsFingerprint(policy()) }]);
    return undefined;
  });
}

import { Construct } from "constructs";
import { approveEnvironment } from "../../../functions/approve/env.ts";
import { deliveryEnvironment } from "../../../functions/delivery/env.ts";
import { planEnvironment } from "../../../functions/plan/env.ts";
import { reportEnvironment } from "../../../functions/report/env.ts";
import { restoreEnvironment } from "../../../functions/restore/env.ts";
import { schedulerEnvironment } from "../../../functions/scheduler/env.ts";
import { deactivateEnvironment } from "../../../functions/worker/deactivate/env.ts";
import { evaluateEnvironment } from "../../../functions/worker/evaluate/env.ts";
import { buildReportPage } from "../build-report-page.ts";
import { names } from "../names.ts";
import type { Settings } from "../settings.ts";
import { CurfewFunction, type CurfewFunctionProps } from "./curfew-function.ts";
import { environmentOf } from "./function-environment.ts";
import { type FunctionPermissions, permissionsOf } from "./function-permissions.ts";
import type { RunStorage } from "./run-storage.ts";

/** What the functions are made from. */
export interface CurfewFunctionsProps {
  readonly settings: Settings;
  readonly storage: RunStorage;
}

/** The eight functions, each with its own execution role, which allows the calls that the function makes and no other. */
export class CurfewFunctions extends Construct {
  readonly scheduler: CurfewFunction;
  readonly evaluate: CurfewFunction;
  readonly plan: CurfewFunction;
  readonly deactivate: CurfewFunction;
  readonly report: CurfewFunction;
  readonly restore: CurfewFunction;
  readonly approve: CurfewFunction;
  readonly delivery: CurfewFunction;

  constructor(scope: Construct, id: string, { settings, storage }: CurfewFunctionsProps) {
    super(scope, id);
    const permissions = permissionsOf(settings, storage);
    const common = {
      environment: environmentOf(settings, storage),
      policy: settings.policy,
      memoryMb: 512,
      withTemplates: false,
      ownTemplates: settings.mail.templates,
    };
    type Own = Pick<CurfewFunctionProps, "functionName" | "entry" | "environmentSchema"> &
      Partial<CurfewFunctionProps>;
    const create = (constructId: string, name: keyof FunctionPermissions, own: Own) =>
      new CurfewFunction(this, constructId, { ...common, permissions: permissions[name], ...own });

    this.scheduler = create("Scheduler", "scheduler", {
      functionName: names.schedulerFunction,
      entry: "functions/scheduler/handler.ts",
      environmentSchema: schedulerEnvironment,
    });
    this.evaluate = create("Evaluate", "evaluate", {
      functionName: names.evaluateFunction,
      entry: "functions/worker/evaluate/handler.ts",
      environmentSchema: evaluateEnvironment,
      withTemplates: true,
    });
    this.plan = create("Plan", "plan", {
      functionName: names.planFunction,
      entry: "functions/plan/handler.ts",
      environmentSchema: planEnvironment,
    });
    this.deactivate = create("Deactivate", "deactivate", {
      functionName: names.deactivateFunction,
      entry: "functions/worker/deactivate/handler.ts",
      environmentSchema: deactivateEnvironment,
      withTemplates: true,
    });
    this.report = create("Report", "report", {
      functionName: names.reportFunction,
      entry: "functions/report/handler.ts",
      environmentSchema: reportEnvironment,
      memoryMb: 1024,
      withTemplates: true,
      files: () => ({ "report-page.html": buildReportPage() }),
    });
    this.restore = create("Restore", "restore", {
      functionName: names.restoreFunction,
      entry: "functions/restore/handler.ts",
      environmentSchema: restoreEnvironment,
      withTemplates: true,
    });
    this.approve = create("Approve", "approve", {
      functionName: names.approveFunction,
      entry: "functions/approve/handler.ts",
      environmentSchema: approveEnvironment,
    });
    this.delivery = create("Delivery", "delivery", {
      functionName: names.deliveryFunction,
      entry: "functions/delivery/handler.ts",
      environmentSchema: deliveryEnvironment,
      memoryMb: 256,
    });
  }

  /** All eight, by name. */
  get all(): Readonly<Record<keyof FunctionPermissions, CurfewFunction>> {
    const { scheduler, evaluate, plan, deactivate, report, restore, approve, delivery } = this;
    return { scheduler, evaluate, plan, deactivate, report, restore, approve, delivery };
  }
}

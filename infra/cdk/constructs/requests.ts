import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { names } from "../names.ts";
import { CurfewStateMachine } from "./curfew-state-machine.ts";
import type { DailyRunProps } from "./daily-run.ts";
import { readObjects } from "./permissions/bucket.ts";

/**
 * The state machines that people start: restoring keys and approving a plan. They are separate from the daily one, so
 * that IAM can grant each of the three rights separately.
 */
export class Requests extends Construct {
  readonly restore: StateMachine;
  readonly approve: StateMachine;

  constructor(scope: Construct, id: string, { settings, storage, functions }: DailyRunProps) {
    super(scope, id);
    ({ stateMachine: this.restore } = new CurfewStateMachine(this, "Restore", {
      settings,
      name: names.restoreStateMachine,
      roleName: names.restoreStateMachineRole,
      definition: "restore.asl.json",
      functions: { Restore: functions.restore },
      mapLabels: ["RestoreKeys"],
      items: [readObjects(storage.bucket, "S3ReadMapItems", "restores/*/items.json")],
    }));
    ({ stateMachine: this.approve } = new CurfewStateMachine(this, "Approve", {
      settings,
      name: names.approveStateMachine,
      roleName: names.approveStateMachineRole,
      definition: "approve.asl.json",
      functions: { Approve: functions.approve },
      mapLabels: [],
      items: [],
    }));
  }
}

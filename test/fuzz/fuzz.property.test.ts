import { describe } from "vitest";
import { fuzzAccountResults, fuzzInventory, fuzzPlanResults, fuzzWorkList } from "./bucket-files.fuzz.ts";
import { describeFuzz } from "./fuzz.ts";
import { fuzzCredentialReports, fuzzKeyLists, fuzzTagValues } from "./iam-answers.fuzz.ts";
import { fuzzDeliveryItem, fuzzKeyItem, fuzzKeyItems } from "./ledger-items.fuzz.ts";
import { fuzzApprovedPlan, fuzzReportedPlan } from "./plan-files.fuzz.ts";
import {
  fuzzApproveInput,
  fuzzDeactivateEvent,
  fuzzEvaluateEvent,
  fuzzPlanEvent,
  fuzzReportEvent,
  fuzzRestoreInput,
  fuzzRunInput,
} from "./run-input.fuzz.ts";
import { fuzzSesEvents } from "./ses-events.fuzz.ts";
import { fuzzPolicyFile, fuzzSettings } from "./settings.fuzz.ts";

describe("input that people write", () => {
  describeFuzz({
    "run input": fuzzRunInput,
    "restore input": fuzzRestoreInput,
    "approve input": fuzzApproveInput,
    settings: fuzzSettings,
    "policy.json": fuzzPolicyFile,
  });
});

describe("events from the state machine", () => {
  describeFuzz({
    "EvaluateAccounts event": fuzzEvaluateEvent,
    "PlanDeactivations event": fuzzPlanEvent,
    "DeactivateKeys event": fuzzDeactivateEvent,
    "Report event": fuzzReportEvent,
  });
});

describe("data in the bucket and in the ledger", () => {
  describeFuzz({
    "work list": fuzzWorkList,
    "account result in the report": fuzzAccountResults,
    "account result in the plan": fuzzPlanResults,
    "plan file in the report": fuzzReportedPlan,
    "plan file that is approved": fuzzApprovedPlan,
    "inventory file": fuzzInventory,
    "item of a key": fuzzKeyItem,
    "item of a key in a worker": fuzzKeyItems,
    "item of a mail": fuzzDeliveryItem,
  });
});

describe("answers of AWS", () => {
  describeFuzz({
    "credential report": fuzzCredentialReports,
    "list of access keys": fuzzKeyLists,
    "tag values": fuzzTagValues,
    "SES event": fuzzSesEvents,
  });
});

import { partitionOf } from "../../names.ts";
import type { Settings } from "../../settings.ts";
import type { Permission } from "../allow.ts";

/** Assumes one member role, in accounts of the Organization only. */
export function allowAssumingMemberRole(
  { hub, memberRoles, organization }: Settings,
  role: "read" | "deactivate",
): Permission {
  return {
    sid: role === "read" ? "AssumeReadRole" : "AssumeDeactivateRole",
    actions: ["sts:AssumeRole"],
    resources: [`arn:${partitionOf(hub.region)}:iam::*:role/${memberRoles[role]}`],
    conditions: { StringEquals: { "aws:ResourceOrgID": organization.id } },
    because: "One role in each account of the Organization; the condition keeps it inside.",
  };
}

import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { approvalSchema } from "../../../../statemachine/approve.ts";
import type { Permission } from "../allow.ts";

/**
 * The table has two kinds of partitions: one for each account, and `control` for what applies to all. They are
 * distinguished by length: an account ID has twelve characters. `dynamodb:LeadingKeys` is the partition key of a
 * request, and `dynamodb:Attributes` are the attributes that it names (DynamoDB developer guide, Specifying
 * conditions).
 */
const accounts = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["????????????"] } };
const control = { "dynamodb:LeadingKeys": ["control"] };
const keyAttributes = ["accountId", "accessKeyId", "expiresAt"];

/** Histories of access keys, and what SES reported about mails. */
export function ledgerReadWrite(table: ITableV2): Permission {
  return {
    sid: "LedgerReadWrite",
    actions: ["dynamodb:Query", "dynamodb:UpdateItem"],
    resources: [table.tableArn],
    conditions: accounts,
  };
}

/** One item of what applies to all, read by its key: the pause, the pace of a day, or one approval. */
export function ledgerReadControl(table: ITableV2): Permission {
  return {
    sid: "LedgerReadControl",
    actions: ["dynamodb:GetItem"],
    resources: [table.tableArn],
    conditions: { "ForAllValues:StringEquals": control },
  };
}

/** All approvals that are kept. */
export function ledgerListApprovals(table: ITableV2): Permission {
  return {
    sid: "LedgerListApprovals",
    actions: ["dynamodb:Query"],
    resources: [table.tableArn],
    conditions: { "ForAllValues:StringEquals": control },
  };
}

/**
 * The next free slot of SES's rate. A function that may write this cannot write a pause or an approval, and cannot let
 * one expire: `expiresAt` is not one of its attributes.
 */
export function ledgerMailPace(table: ITableV2): Permission {
  return {
    sid: "LedgerMailPace",
    actions: ["dynamodb:UpdateItem"],
    resources: [table.tableArn],
    conditions: controlAttributes(["accountId", "accessKeyId", "nextSlot"]),
  };
}

/** What a run reserves of the pace of its day. */
export function ledgerReservePace(table: ITableV2): Permission {
  return {
    sid: "LedgerReservePace",
    actions: ["dynamodb:PutItem"],
    resources: [table.tableArn],
    conditions: controlAttributes([...keyAttributes, "total", "runs"]),
  };
}

/** The days on which a key waits. The function can write neither a notice nor a deactivation nor a key's round. */
export function ledgerRecordWaiting(table: ITableV2): Permission {
  const attributes = [...keyAttributes, "userName", "createdOn", "waiting"];
  return {
    sid: "LedgerRecordWaiting",
    actions: ["dynamodb:UpdateItem"],
    resources: [table.tableArn],
    conditions: {
      ...accounts,
      "ForAllValues:StringEquals": { "dynamodb:Attributes": attributes },
    },
  };
}

/** An approval, with exactly the attributes of one. */
export function ledgerRecordApproval(table: ITableV2): Permission {
  return {
    sid: "LedgerRecordApproval",
    actions: ["dynamodb:PutItem"],
    resources: [table.tableArn],
    conditions: controlAttributes([...keyAttributes, ...Object.keys(approvalSchema.shape)]),
  };
}

/** What SES reported about one mail. The function cannot write anything about a key. */
export function ledgerRecordDelivery(table: ITableV2): Permission {
  const attributes = ["deliveredOn", "bouncedOn", "bounceCause", "complainedOn", "delayedOn"];
  return {
    sid: "LedgerRecordDelivery",
    actions: ["dynamodb:UpdateItem"],
    resources: [table.tableArn],
    conditions: {
      ...accounts,
      "ForAllValues:StringEquals": { "dynamodb:Attributes": [...keyAttributes, ...attributes] },
    },
  };
}

function controlAttributes(attributes: readonly string[]) {
  return {
    "ForAllValues:StringEquals": { ...control, "dynamodb:Attributes": [...attributes] },
  };
}

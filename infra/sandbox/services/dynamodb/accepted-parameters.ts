import { AwsError } from "../../cloud/aws-error.ts";

const expressions = ["ExpressionAttributeNames", "ExpressionAttributeValues"];
const writing = [
  "TableName",
  "ConditionExpression",
  "ReturnValues",
  "ReturnConsumedCapacity",
  "ReturnItemCollectionMetrics",
  ...expressions,
];
const reading = ["TableName", "ConsistentRead", "ProjectionExpression", "ReturnConsumedCapacity"];
const searching = [
  ...reading,
  ...expressions,
  "ExclusiveStartKey",
  "FilterExpression",
  "IndexName",
  "Limit",
  "Select",
];

/**
 * Every operation and every parameter of it that is let through. dynalite drops what it does not know
 * without a word, `ReturnValuesOnConditionCheckFailure` for one, and the caller would wait for it in vain.
 * The parameters that expressions replaced (`Expected`, `KeyConditions`, …) are not accepted on purpose.
 */
const accepted: Readonly<Record<string, readonly string[]>> = {
  GetItem: [...reading, "Key", "ExpressionAttributeNames"],
  BatchGetItem: ["RequestItems", "ReturnConsumedCapacity"],
  Query: [...searching, "KeyConditionExpression", "ScanIndexForward"],
  Scan: [...searching, "Segment", "TotalSegments"],
  PutItem: [...writing, "Item"],
  UpdateItem: [...writing, "Key", "UpdateExpression"],
  DeleteItem: [...writing, "Key"],
  ListTables: ["Limit", "ExclusiveStartTableName"],
  DescribeTable: ["TableName"],
  CreateTable: ["TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput"],
};

const acceptedOfBatch = ["Keys", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"];

/**
 * Whether this DynamoDB has the operation.
 * @throws {AwsError} `UnknownOperationException`
 */
export function checkOperation(operation: string): void {
  if (!Object.hasOwn(accepted, operation))
    throw new AwsError("UnknownOperationException", `The embedded cloud's DynamoDB has no ${operation}`);
}

/**
 * Refuses a parameter that would not be followed, and a null within one, over which dynalite would fall.
 * @throws {AwsError} `ValidationException`
 */
export function checkParameters(operation: string, input: Readonly<Record<string, unknown>>): void {
  refuseOthers(operation, input, accepted[operation] ?? []);
  for (const [name, value] of Object.entries(input))
    if (hasNullInside(value))
      throw new AwsError("ValidationException", `${name}: Supplied AttributeValue is empty`);
  if (operation !== "BatchGetItem") return;
  for (const [table, keys] of Object.entries(input.RequestItems ?? {}))
    if (typeof keys === "object" && keys !== null)
      refuseOthers(`${operation} of ${table}`, keys, acceptedOfBatch);
}

function hasNullInside(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((member) => member === null || hasNullInside(member));
}

function refuseOthers(of: string, given: object, names: readonly string[]): void {
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new AwsError(
      "ValidationException",
      `The embedded cloud's DynamoDB does not support ${unknown.join(", ")} in ${of}`,
    );
}

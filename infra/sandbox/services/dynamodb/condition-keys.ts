import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";
import type { Context } from "../../cloud/service.ts";

const item = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The parameters from which condition keys are made; others may be beside them. */
const inputSchema = z.looseObject({
  Key: z.optional(item),
  Item: z.optional(item),
  KeyConditionExpression: z.optional(z.string()),
  ProjectionExpression: z.optional(z.string()),
  UpdateExpression: z.optional(z.string()),
  ConditionExpression: z.optional(z.string()),
  FilterExpression: z.optional(z.string()),
  ExpressionAttributeNames: z.optional(z.record(z.string(), z.string())),
  ExpressionAttributeValues: z.optional(item),
  Select: z.optional(z.string()),
  ReturnValues: z.optional(z.string()),
});
type Input = z.infer<typeof inputSchema>;

const reading = new Set(["GetItem", "Query", "Scan"]);
const writing = new Set(["PutItem", "UpdateItem", "DeleteItem"]);

/** Words of the expression language, which are no attributes unless a `#name` stands for one. */
const words = new Set(
  (
    "SET REMOVE ADD DELETE AND OR NOT BETWEEN IN if_not_exists list_append attribute_exists " +
    "attribute_not_exists attribute_type begins_with contains size"
  )
    .toLowerCase()
    .split(" "),
);

/**
 * The condition keys of a call on the items of a table (DynamoDB developer guide, "Specifying conditions:
 * using condition keys"). Calls on several items at once (BatchGetItem) have none here, so that a policy
 * which needs them refuses the call.
 * @param hashKey name of the table's partition key
 */
export function dynamoDbContext(operation: string, body: unknown, hashKey: string): Context {
  if (!reading.has(operation) && !writing.has(operation)) return {};
  const input = parse(inputSchema, body, operation);
  const leading = leadingKey(input, hashKey);
  return {
    ...(leading === undefined ? {} : { "dynamodb:LeadingKeys": [leading] }),
    "dynamodb:Attributes": attributesIn(input),
    ...(reading.has(operation) ? { "dynamodb:Select": selectOf(input) } : {}),
    ...(writing.has(operation) ? { "dynamodb:ReturnValues": input.ReturnValues ?? "NONE" } : {}),
  };
}

/** What a call returns: all attributes, unless it names those that it wants. */
function selectOf({ Select, ProjectionExpression }: Input): string {
  return Select ?? (ProjectionExpression === undefined ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES");
}

/** The value of the partition key, which a Query names in its key condition. */
function leadingKey(input: Input, hashKey: string): string | undefined {
  const { Key, Item, KeyConditionExpression = "", ExpressionAttributeNames = {} } = input;
  const given = (Key ?? Item)?.[hashKey];
  if (given !== undefined) return textOf(given);
  for (const [, name = "", value = ""] of KeyConditionExpression.matchAll(/([#\w]+)\s*=\s*(:\w+)/g))
    if ((ExpressionAttributeNames[name] ?? name) === hashKey)
      return textOf(input.ExpressionAttributeValues?.[value] ?? {});
  return undefined;
}

/** A key value is text, a number or binary, and each of them is text in the request. */
function textOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const [text] = Object.values(value);
  return typeof text === "string" ? text : undefined;
}

/** The top-level attributes that a call names anywhere. */
function attributesIn(input: Input): string[] {
  const { ExpressionAttributeNames = {} } = input;
  const expressions = [
    input.KeyConditionExpression,
    input.ProjectionExpression,
    input.UpdateExpression,
    input.ConditionExpression,
    input.FilterExpression,
  ];
  const named = expressions.flatMap((expression = "") =>
    // A path begins with its attribute; what follows a dot or a colon is none.
    [...expression.matchAll(/(?<![:.#\w])(#?[A-Za-z_]\w*)/g)].flatMap(([, name = ""]) => {
      if (name.startsWith("#")) return ExpressionAttributeNames[name] ?? [];
      return words.has(name.toLowerCase()) ? [] : [name];
    }),
  );
  return [...new Set([...Object.keys(input.Key ?? {}), ...Object.keys(input.Item ?? {}), ...named])];
}

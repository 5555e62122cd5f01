import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/calendar-day.ts";

/** Writes to one item of the ledger: an update, and one that says whether its condition held. */
export function ledgerUpdates(client: DynamoDBClient, tableName: string, accountId: string) {
  const update = async (
    accessKeyId: string,
    expression: string,
    names: Record<string, string>,
    values: Record<string, unknown>,
    condition?: string,
  ) => {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: marshall({ accountId, accessKeyId }),
        UpdateExpression: expression,
        ExpressionAttributeNames: names,
        ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: marshall(values) }),
        ...(condition === undefined ? {} : { ConditionExpression: condition }),
      }),
    );
  };
  /** Whether the write's condition held. */
  const updateIf = async (...[key, expression, names, values, condition]: Parameters<typeof update>) => {
    try {
      await update(key, expression, names, values, condition);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return { update, updateIf };
}

/** Each write that makes an item says whose key it is, because either may be the first. */
export function keyValues(userName: string, createdOn: Day | undefined) {
  return createdOn === undefined
    ? { expression: "userName = :userName", values: { ":userName": userName } }
    : {
        expression: "userName = :userName, createdOn = :createdOn",
        values: { ":userName": userName, ":createdOn": createdOn },
      };
}

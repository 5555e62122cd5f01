import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { controlPartition, pauseSortKey, type StoredPause } from "../../../functions/aws/controls.ts";

/** The table that holds the pause. */
export interface ControlTable {
  readonly dynamodb: DynamoDBClient;
  readonly ledgerTable: string;
}

const key = { accountId: controlPartition, accessKeyId: pauseSortKey };

/**
 * Writes a pause, if the item is still the one that was seen: two people who pause at once do not overwrite each other.
 * @param seen the pause that was read, `undefined` if there was none
 * @returns whether it was written
 */
export function writePause(
  { dynamodb, ledgerTable }: ControlTable,
  pause: StoredPause,
  seen: StoredPause | undefined,
): Promise<boolean> {
  return unlessChanged(async () => {
    await dynamodb.send(
      new PutItemCommand({
        TableName: ledgerTable,
        Item: marshall({ ...key, ...pause }),
        ...unchanged(seen),
      }),
    );
  });
}

/**
 * Removes a pause, if it is still the one that was seen.
 * @returns whether it was removed
 */
export function removePause({ dynamodb, ledgerTable }: ControlTable, seen: StoredPause): Promise<boolean> {
  return unlessChanged(async () => {
    await dynamodb.send(
      new DeleteItemCommand({ TableName: ledgerTable, Key: marshall(key), ...unchanged(seen) }),
    );
  });
}

/** Each pause has its own time, so the time shows whether the item is another one. */
function unchanged(seen: StoredPause | undefined) {
  if (seen === undefined) return { ConditionExpression: "attribute_not_exists(accessKeyId)" };
  return {
    ConditionExpression: "#at = :seen",
    ExpressionAttributeNames: { "#at": "at" },
    ExpressionAttributeValues: marshall({ ":seen": seen.at }),
  };
}

async function unlessChanged(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

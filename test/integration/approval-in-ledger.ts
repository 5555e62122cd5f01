import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { controlPartition } from "../../functions/aws/controls.ts";
import type { TestCloud } from "./test-cloud.ts";

/** Makes an approval one that was given under other settings, as a deployment of changed settings would. */
export async function changeApprovalFingerprint(
  cloud: TestCloud,
  runId: string,
  fingerprint: string,
): Promise<void> {
  const dynamodb = new DynamoDBClient(await cloud.operator(cloud.accounts.hub));
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: cloud.ledgerTable,
      Key: marshall({ accountId: controlPartition, accessKeyId: `approval#${runId}` }),
      ConditionExpression: "attribute_exists(accessKeyId)",
      UpdateExpression: "SET settingsFingerprint = :other",
      ExpressionAttributeValues: marshall({ ":other": fingerprint }),
    }),
  );
  dynamodb.destroy();
}

import { GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "vitest";
import { dynamoDbContext } from "../../../../../infra/sandbox/services/dynamodb/condition-keys.ts";
import { ownAccount } from "../../../../support/front-before.ts";
import { region, startDynamoDb, table } from "./dynamodb-fixture.ts";

const Resource = `arn:aws:dynamodb:${region}:${ownAccount}:table/${table}`;
const Key = marshall({ accountId: "1", accessKeyId: "AKIA1" });
const TableName = table;

function allow(Action: string, Condition: object) {
  return { Effect: "Allow", Action: `dynamodb:${Action}`, Resource, Condition };
}

describe("dynamodb:LeadingKeys", () => {
  const onlyItems = (Action: string) =>
    allow(Action, { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["1"] } });

  it("limits GetItem, PutItem and UpdateItem to items with that partition key", async () => {
    const { dynamodbAs } = await startDynamoDb();
    const dynamodb = dynamodbAs(...["GetItem", "PutItem", "UpdateItem"].map(onlyItems));
    const other = marshall({ accountId: "2", accessKeyId: "AKIA1" });
    const calls = (key: typeof Key) => [
      dynamodb.send(new GetItemCommand({ TableName, Key: key })),
      dynamodb.send(new PutItemCommand({ TableName, Item: key })),
      dynamodb.send(new UpdateItemCommand({ TableName, Key: key, UpdateExpression: "REMOVE note" })),
    ];

    await expect(Promise.all(calls(Key))).resolves.toHaveLength(3);
    const refused = await Promise.allSettled(calls(other));
    expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(refused[0]).toMatchObject({ reason: { name: "AccessDeniedException" } });
  });

  it("limits Query by its key condition, whatever names it uses", async () => {
    const { dynamodbAs } = await startDynamoDb();
    const dynamodb = dynamodbAs(onlyItems("Query"));
    const query = (account: string) =>
      new QueryCommand({
        TableName,
        KeyConditionExpression: "begins_with(accessKeyId, :key) AND #a = :account",
        ExpressionAttributeNames: { "#a": "accountId" },
        ExpressionAttributeValues: marshall({ ":account": account, ":key": "AKIA" }),
      });

    await expect(dynamodb.send(query("1"))).resolves.toMatchObject({ Count: 0 });
    await expect(dynamodb.send(query("2"))).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});

describe("dynamodb:Attributes", () => {
  it("limits UpdateItem to the attributes that it names, in every expression", async () => {
    const { dynamodbAs } = await startDynamoDb();
    const dynamodb = dynamodbAs(
      allow("UpdateItem", {
        "ForAllValues:StringEquals": { "dynamodb:Attributes": ["accountId", "accessKeyId", "delivery"] },
      }),
    );
    const update = (expression: string, condition: string) =>
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: expression,
        ConditionExpression: condition,
        ExpressionAttributeNames: { "#d": "delivery" },
        ExpressionAttributeValues: marshall({ ":d": "delivered" }),
      });

    await expect(dynamodb.send(update("SET #d = :d", "attribute_not_exists(#d)"))).resolves.toBeDefined();
    await expect(
      dynamodb.send(update("SET #d = :d, deactivatedOn = :d", "attribute_not_exists(accountId)")),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
    await expect(dynamodb.send(update("SET #d = :d", "attribute_not_exists(owner)"))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  it("counts the attribute at the top of a path, and neither functions nor values", () => {
    const input = {
      Key,
      UpdateExpression:
        "SET notices.#stage.sentAt = if_not_exists(notices[0].at, :now) REMOVE claim ADD runs :one",
      ConditionExpression: "size(notices) < :most AND NOT contains(#o, :x)",
      ExpressionAttributeNames: { "#stage": "day-70", "#o": "owner" },
    };

    expect(dynamoDbContext("UpdateItem", input, "accountId")).toMatchObject({
      "dynamodb:LeadingKeys": ["1"],
      "dynamodb:Attributes": ["accountId", "accessKeyId", "notices", "claim", "runs", "owner"],
      "dynamodb:ReturnValues": "NONE",
    });
  });
});

it("distinguishes a read of all attributes from a read of some", () => {
  expect(dynamoDbContext("GetItem", { Key }, "accountId")).toMatchObject({
    "dynamodb:Select": "ALL_ATTRIBUTES",
  });
  expect(dynamoDbContext("GetItem", { Key, ProjectionExpression: "a, b" }, "accountId")).toMatchObject({
    "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
  });
});

it("keeps items with any sort key", async () => {
  const { dynamodb } = await startDynamoDb();
  const keys = ["#RUN#2026-11-24", "plan/1", "AKIA1"].map((accessKeyId) => ({ accountId: "1", accessKeyId }));

  for (const key of keys) await dynamodb.send(new PutItemCommand({ TableName, Item: marshall(key) }));
  const { Count } = await dynamodb.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "accountId = :a",
      ExpressionAttributeValues: marshall({ ":a": "1" }),
    }),
  );

  expect(Count).toBe(3);
});

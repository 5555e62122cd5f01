import {
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  paginateScan,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, it } from "vitest";
import { DynamoDbService } from "../../../../../infra/sandbox/services/dynamodb/dynamodb-service.ts";
import { ownAccount } from "../../../../support/front-before.ts";
import { serviceRequest } from "../../cloud/request-fixture.ts";
import { region, startDynamoDb, table } from "./dynamodb-fixture.ts";

const tableArn = `arn:aws:dynamodb:${region}:${ownAccount}:table/${table}`;
const key = { accountId: "1", accessKeyId: "AKIA1" };
const Key = marshall(key);

it("describes a table with its ARN", async () => {
  const { dynamodb } = await startDynamoDb();

  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));

  expect(Table).toMatchObject({
    TableArn: tableArn,
    TableStatus: "ACTIVE",
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
  });
});

it("shows a table neither to another account nor in another Region", async () => {
  const { dynamodb, stranger, elsewhere } = await startDynamoDb();
  const get = new GetItemCommand({ TableName: table, Key });

  expect((await dynamodb.send(new ListTablesCommand())).TableNames).toEqual([table]);
  expect((await stranger.send(new ListTablesCommand())).TableNames).toEqual([]);
  await expect(stranger.send(get)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(elsewhere.send(get)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

it("writes, reads, changes and deletes an item, and the admin side sees it", async () => {
  const { dynamodb, tables } = await startDynamoDb();
  const item = { ...key, userName: "jane", count: 1 };

  await dynamodb.send(new PutItemCommand({ TableName: table, Item: marshall(item) }));
  const { Attributes } = await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key,
      UpdateExpression: "SET #count = #count + :one",
      ExpressionAttributeNames: { "#count": "count" },
      ExpressionAttributeValues: marshall({ ":one": 1 }),
      ReturnValues: "ALL_NEW",
    }),
  );
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  const batch = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [Key] } } }));

  expect(Attributes).toEqual(marshall({ ...item, count: 2 }));
  expect(Item).toEqual(Attributes);
  expect(batch.Responses?.[table]).toEqual([Attributes]);
  expect(await tables.items(table, ownAccount, region)).toEqual([{ ...item, count: 2 }]);

  await dynamodb.send(new DeleteItemCommand({ TableName: table, Key }));
  expect(await tables.items(table, ownAccount, region)).toEqual([]);
});

it("answers a failed condition with its own error, and changes nothing", async () => {
  const { dynamodb, tables } = await startDynamoDb();
  const put = (userName: string) =>
    dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: marshall({ ...key, userName }),
        ConditionExpression: "attribute_not_exists(accountId)",
      }),
    );

  await put("jane");

  await expect(put("eve")).rejects.toMatchObject({
    name: "ConditionalCheckFailedException",
    message: "The conditional request failed",
  });
  expect(await tables.items(table, ownAccount, region)).toEqual([{ ...key, userName: "jane" }]);
});

it("returns items in pages if they are too large for one answer", async () => {
  const { dynamodb } = await startDynamoDb();
  for (const accessKeyId of ["AKIA1", "AKIA2", "AKIA3"])
    await dynamodb.send(new PutItemCommand({ TableName: table, Item: marshall({ ...key, accessKeyId }) }));

  const pages: number[] = [];
  for await (const { Items } of paginateScan({ client: dynamodb, pageSize: 2 }, { TableName: table }))
    pages.push(Items?.length ?? 0);

  expect(pages).toEqual([2, 1]);
});

it("refuses an item of more than 400 KB", async () => {
  const { dynamodb } = await startDynamoDb();
  const Item = marshall({ ...key, text: "x".repeat(400 * 1024) });

  const putting = dynamodb.send(new PutItemCommand({ TableName: table, Item }));

  await expect(putting).rejects.toMatchObject({ name: "ValidationException" });
});

it("refuses a parameter that dynalite would ignore silently", async () => {
  const { dynamodb } = await startDynamoDb();
  const updating = dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key,
      UpdateExpression: "REMOVE a",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );

  await expect(updating).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("ReturnValuesOnConditionCheckFailure"),
  });
});

it("refuses the legacy parameters that expressions replaced, also within a batch", async () => {
  const { dynamodb } = await startDynamoDb();

  await expect(
    dynamodb.send(
      new PutItemCommand({ TableName: table, Item: Key, Expected: { accountId: { Exists: false } } }),
    ),
  ).rejects.toThrow(/Expected in PutItem/);
  await expect(
    dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: [Key], AttributesToGet: ["userName"] } } }),
    ),
  ).rejects.toThrow(/AttributesToGet in BatchGetItem of curfew-ledger/);
});

it.each([
  ["a null in an item", { Item: { accountId: null } }, "ValidationException"],
  ["a null in a list", { Item: { list: { L: [null] } } }, "ValidationException"],
  ["a list for a map", { Item: [] }, "SerializationException"],
  ["a number for a name", { TableName: 1 }, "SerializationException"],
])("does not crash after a request with %s", async (_, changes, code) => {
  const { tables } = await startDynamoDb();
  const service = new DynamoDbService(tables);
  const request = serviceRequest({
    headers: { "x-amz-target": "DynamoDB_20120810.PutItem" },
    body: Buffer.from(JSON.stringify({ TableName: table, Item: Key, ...changes })),
  });

  await expect(service.handle(request)).rejects.toMatchObject({ code, status: 400 });

  expect(await tables.items(table, ownAccount, region)).toEqual([]);
});

it("refuses operations that it does not have", async () => {
  const { dynamodb } = await startDynamoDb();

  await expect(dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [] }))).rejects.toMatchObject({
    name: "UnknownOperationException",
  });
  await expect(dynamodb.send(new DeleteTableCommand({ TableName: table }))).rejects.toMatchObject({
    name: "UnknownOperationException",
  });
});

it("lets an operator create a table, once", async () => {
  const { dynamodb } = await startDynamoDb();
  const create = new CreateTableCommand({
    TableName: "another",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  });

  const { TableDescription } = await dynamodb.send(create);

  expect(TableDescription?.TableArn).toBe(tableArn.replace(table, "another"));
  await expect(dynamodb.send(create)).rejects.toMatchObject({ name: "ResourceInUseException" });
});

it("requires the permission for the operation on that table", async () => {
  const { dynamodbAs, callLog } = await startDynamoDb();
  const dynamodb = dynamodbAs({ Effect: "Allow", Action: "dynamodb:Query", Resource: tableArn });
  const query = (TableName: string) =>
    dynamodb.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "accountId = :account",
        ExpressionAttributeValues: marshall({ ":account": "1" }),
      }),
    );

  expect((await query(table)).Items).toEqual([]);
  await expect(query("another")).rejects.toMatchObject({ name: "AccessDeniedException" });
  await expect(dynamodb.send(new GetItemCommand({ TableName: table, Key }))).rejects.toThrow(
    `dynamodb:GetItem on resource: ${tableArn} `,
  );
  expect(callLog.all().map(({ operation, errorCode }) => [operation, errorCode])).toEqual([
    ["Query", undefined],
    ["Query", "AccessDeniedException"],
    ["GetItem", "AccessDeniedException"],
  ]);
});

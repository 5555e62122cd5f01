import { setImmediate } from "node:timers/promises";
import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { TableSpec } from "../../cloud/deployment.ts";
import { DynaliteServer } from "./dynalite-server.ts";

/**
 * One dynalite for each account and Region that has called, since dynalite knows neither: the in-process
 * side of DynamoDB. A table of one account cannot be seen from another.
 */
export class TableHosts {
  readonly #hosts = new Map<string, Promise<DynaliteServer>>();
  /** The partition key of each table, by account, Region and name. */
  readonly #hashKeys = new Map<string, string>();

  /** The dynalite of an account in a Region. */
  hostOf(accountId: string, region: string): Promise<DynaliteServer> {
    const scope = `${accountId} ${region}`;
    const known = this.#hosts.get(scope);
    if (known !== undefined) return known;
    const started = DynaliteServer.start();
    this.#hosts.set(scope, started);
    return started;
  }

  /** The name of a table's partition key, where the table exists. */
  hashKey(table: string, accountId: string, region: string): string | undefined {
    return this.#hashKeys.get(`${accountId} ${region} ${table}`);
  }

  /** Notes the partition key of a table that was created. */
  noteHashKey(table: string, accountId: string, region: string, name: string): void {
    this.#hashKeys.set(`${accountId} ${region} ${table}`, name);
  }

  /** Creates a table on demand and waits until it can be used. */
  async createTable(spec: TableSpec, accountId: string, region: string): Promise<void> {
    const hashKey = spec.keySchema.find(({ type }) => type === "HASH");
    if (hashKey !== undefined) this.noteHashKey(spec.name, accountId, region, hashKey.name);
    await this.#asOperator(accountId, region, async (client) => {
      await client.send(
        new CreateTableCommand({
          TableName: spec.name,
          BillingMode: "PAY_PER_REQUEST",
          KeySchema: spec.keySchema.map(({ name, type }) => ({ AttributeName: name, KeyType: type })),
          AttributeDefinitions: spec.attributes.map(({ name, type }) => ({
            AttributeName: name,
            AttributeType: scalarType(type),
          })),
        }),
      );
      const describe = new DescribeTableCommand({ TableName: spec.name });
      while ((await client.send(describe)).Table?.TableStatus !== "ACTIVE") await setImmediate();
    });
  }

  /** Every item of a table, as plain objects. */
  async items(tableName: string, accountId: string, region: string): Promise<Record<string, unknown>[]> {
    return await this.#asOperator(accountId, region, async (client) => {
      const items: Record<string, unknown>[] = [];
      for await (const page of paginateScan({ client }, { TableName: tableName }))
        items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
      return items;
    });
  }

  /** Ends every dynalite; their tables are gone then. */
  async close(): Promise<void> {
    const hosts = [...this.#hosts.values()];
    this.#hosts.clear();
    await Promise.all(hosts.map(async (host) => (await host).close()));
  }

  async #asOperator<Result>(
    accountId: string,
    region: string,
    act: (client: DynamoDBClient) => Promise<Result>,
  ): Promise<Result> {
    const { url } = await this.hostOf(accountId, region);
    const credentials = { accessKeyId: "operator", secretAccessKey: "unchecked" };
    const client = new DynamoDBClient({ endpoint: url, region, credentials });
    try {
      return await act(client);
    } finally {
      client.destroy();
    }
  }
}

function scalarType(type: string): NonNullable<AttributeDefinition["AttributeType"]> {
  if (type === "S" || type === "N" || type === "B") return type;
  throw new Error(`${type} is not a type of a key attribute`);
}

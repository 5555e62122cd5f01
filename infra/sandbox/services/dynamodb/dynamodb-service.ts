import { crc32 } from "node:zlib";
import * as z from "zod/mini";
import { InvalidInput, parse } from "../../../../functions/runtime/parse.ts";
import { partitionOf } from "../../../cdk/names.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import { jsonBody, jsonError, jsonOperation } from "../../cloud/json-protocol.ts";
import type {
  Authorization,
  Context,
  Service,
  ServiceRequest,
  ServiceResponse,
} from "../../cloud/service.ts";
import { checkOperation, checkParameters } from "./accepted-parameters.ts";
import { dynamoDbContext } from "./condition-keys.ts";
import type { TableHosts } from "./table-hosts.ts";

const inputSchema = z.record(z.string(), z.unknown());

const targetSchema = z.looseObject({
  TableName: z.optional(z.string()),
  IndexName: z.optional(z.string()),
  RequestItems: z.optional(z.record(z.string(), z.unknown())),
});

const createdTableSchema = z.looseObject({
  TableName: z.string(),
  KeySchema: z.array(z.looseObject({ AttributeName: z.string(), KeyType: z.string() })),
});

const errorSchema = z.looseObject({
  __type: z.string(),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
});

const describedTableSchema = z.looseObject({ TableName: z.string(), TableArn: z.string() });

const descriptionSchema = z.object({
  Table: z.optional(describedTableSchema),
  TableDescription: z.optional(describedTableSchema),
});

/**
 * DynamoDB in front of dynalite: which calls and parameters there are, what permission each needs, and that
 * every account sees its own tables only (DynamoDB API reference).
 */
export class DynamoDbService implements Service {
  readonly name = "dynamodb";
  readonly #tables: TableHosts;

  constructor(tables: TableHosts) {
    this.#tables = tables;
  }

  operation(request: ServiceRequest): string {
    const operation = jsonOperation(request);
    if (request.headers["x-amz-target"] !== `DynamoDB_20120810.${operation}`)
      throw new AwsError("UnknownOperationException", `Unknown target ${request.headers["x-amz-target"]}`);
    checkOperation(operation);
    return operation;
  }

  /** Service authorization reference, "Actions, resources, and condition keys for Amazon DynamoDB". */
  authorizations(request: ServiceRequest): readonly Authorization[] {
    const operation = this.operation(request);
    const { TableName, IndexName, RequestItems } = readInput(targetSchema, request);
    const action = `dynamodb:${operation}`;
    if (operation === "ListTables") return [{ action, resource: "*" }];
    const names = RequestItems === undefined ? [TableName ?? ""] : Object.keys(RequestItems);
    const index = IndexName === undefined ? "" : `/index/${IndexName}`;
    return names.map((name) => ({
      action,
      resource: `${tableArn(request, name)}${index}`,
      context: this.#contextOf(operation, request, name),
    }));
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse> {
    const operation = this.operation(request);
    checkParameters(operation, readInput(inputSchema, request));
    const host = await this.#tables.hostOf(request.principal.accountId, request.region);
    const { status, body } = await host.call(operation, request.body.toString("utf8"));
    if (status !== 200) throw readError(status, body);
    if (operation === "CreateTable") this.#noteHashKey(request);
    const text = operation.endsWith("Table") ? withOwnArn(body, request) : body;
    return {
      status,
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amzn-requestid": request.requestId,
        // The Java and Go SDKs check it; it is of the bytes that go out, not of dynalite's.
        "x-amz-crc32": String(crc32(text)),
      },
      body: text,
    };
  }

  #contextOf(operation: string, request: ServiceRequest, table: string): Context {
    const hashKey = this.#tables.hashKey(table, request.principal.accountId, request.region);
    // Without the table the call fails anyway.
    return hashKey === undefined ? {} : dynamoDbContext(operation, readInput(inputSchema, request), hashKey);
  }

  #noteHashKey(request: ServiceRequest): void {
    const { TableName, KeySchema } = readInput(createdTableSchema, request);
    const hashKey = KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "";
    this.#tables.noteHashKey(TableName, request.principal.accountId, request.region, hashKey);
  }

  error(code: string, message: string, status: number, requestId: string): ServiceResponse {
    return jsonError(code, message, status, requestId, "1.0");
  }
}

function readInput<Output>(schema: z.ZodMiniType<Output>, request: ServiceRequest): Output {
  try {
    return parse(schema, jsonBody(request), "request");
  } catch (cause) {
    if (!(cause instanceof InvalidInput)) throw cause;
    throw new AwsError("SerializationException", cause.message, 400, { cause });
  }
}

/** What dynalite refused, by its code without the namespace, as the front renders errors. */
function readError(status: number, body: string): Error {
  if (status !== 400) return new Error(`dynalite answered ${status}: ${body}`);
  const { __type, message, Message } = parse(errorSchema, JSON.parse(body), "dynalite's error");
  return new AwsError(__type.slice(__type.indexOf("#") + 1), message ?? Message ?? "", status);
}

/** dynalite puts an account and Region of its own into the ARN of a table that it describes. */
function withOwnArn(body: string, request: ServiceRequest): string {
  const { Table, TableDescription } = parse(descriptionSchema, JSON.parse(body), "dynalite's answer");
  const owned = (table: z.infer<typeof describedTableSchema>) => ({
    ...table,
    TableArn: tableArn(request, table.TableName),
  });
  return JSON.stringify({
    ...(Table === undefined ? {} : { Table: owned(Table) }),
    ...(TableDescription === undefined ? {} : { TableDescription: owned(TableDescription) }),
  });
}

function tableArn({ principal, region }: ServiceRequest, table: string): string {
  return `arn:${partitionOf(region)}:dynamodb:${region}:${principal.accountId}:table/${table}`;
}

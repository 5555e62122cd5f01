import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import type { Interception, Interceptor, ServiceResponse } from "../../../infra/sandbox/cloud/service.ts";

const itemSchema = z.record(z.string(), z.unknown());
const pageSchema = z.looseObject({ Items: z.array(itemSchema) });

/**
 * Lets a Query end its page after this many items, as DynamoDB does after 1 MB. The answer has the key of the last
 * item, after which the next page starts (DynamoDB API reference, Query, LastEvaluatedKey).
 * @param keyAttributes the same for all tables
 */
export function shortQueryPages(mostItems: number, keyAttributes: readonly string[]): Interceptor {
  return {
    async after(call: Interception, response: ServiceResponse): Promise<ServiceResponse | undefined> {
      if (call.service !== "dynamodb" || call.operation !== "Query") return undefined;
      const page = parse(
        pageSchema,
        JSON.parse(Buffer.from(response.body).toString("utf8")),
        "Query's answer",
      );
      const items = page.Items.slice(0, mostItems);
      const last = items.at(-1);
      if (last === undefined || items.length === page.Items.length) return undefined;
      const key = Object.fromEntries(keyAttributes.map((name) => [name, last[name]]));
      const shortened = { ...page, Items: items, Count: items.length, ScannedCount: items.length };
      const { "x-amz-crc32": _, ...headers } = response.headers;
      return { ...response, headers, body: JSON.stringify({ ...shortened, LastEvaluatedKey: key }) };
    },
  };
}

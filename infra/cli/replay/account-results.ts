import { GetObjectCommand, NoSuchKey } from "@aws-sdk/client-s3";
import { accountResultKey } from "../../../functions/domain/run-files.ts";
import { InvalidInput, parse } from "../../../functions/runtime/parse.ts";
import { type AccountResult, accountResultSchema } from "../../../statemachine/account-result.ts";
import type { Connection } from "../shared/connection.ts";

/** What a run wrote about one account, or why there is nothing to be read. */
export async function accountResult(
  { s3, bucket }: Connection,
  run: { readonly day: string; readonly id: string },
  accountId: string,
): Promise<AccountResult | { readonly missing: string }> {
  const key = accountResultKey(run.day, run.id, accountId);
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const text = (await Body?.transformToString()) ?? "";
    return parse(accountResultSchema, JSON.parse(text), "account result");
  } catch (error) {
    if (error instanceof NoSuchKey) return { missing: "its worker left no result" };
    if (error instanceof InvalidInput || error instanceof SyntaxError)
      return { missing: `its result cannot be read: ${error.message}` };
    throw error;
  }
}

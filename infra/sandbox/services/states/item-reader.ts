import { GetObjectCommand } from "@aws-sdk/client-s3";
import { type JsonValue, parseJsonValue } from "./json.ts";
import type { RoleClients } from "./role-clients.ts";
import { StateError } from "./state-error.ts";

interface ObjectLocation {
  readonly Bucket: string;
  readonly Key: string;
}

/**
 * Reads the items of a Map from a JSON list in S3, under the state machine's role (Step Functions developer
 * guide, "ItemReader").
 * @throws {StateError} States.ItemReaderFailed
 */
export async function readItems(
  clients: RoleClients,
  location: ObjectLocation,
  signal: AbortSignal,
): Promise<JsonValue[]> {
  const items = await readJson(clients, location, signal).catch((error: unknown) => {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const cause = `Failed to read s3://${location.Bucket}/${location.Key}: ${reason}`;
    throw new StateError("States.ItemReaderFailed", cause);
  });
  if (Array.isArray(items)) return items;
  throw new StateError("States.ItemReaderFailed", "Attempting to map over non-iterable node.");
}

async function readJson(
  clients: RoleClients,
  location: ObjectLocation,
  abortSignal: AbortSignal,
): Promise<JsonValue> {
  const { Body } = await clients.s3().send(new GetObjectCommand(location), { abortSignal });
  return parseJsonValue((await Body?.transformToString("utf8")) ?? "");
}

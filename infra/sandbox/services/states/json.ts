/** What JSON can say. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonValue[]
  | {
      [name: string]: JsonValue;
    };

/** `JSON.parse`, whose result is JSON and nothing else. */
export function parseJsonValue(text: string): JsonValue {
  return JSON.parse(text);
}

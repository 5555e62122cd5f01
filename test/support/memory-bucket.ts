import type { ObjectLocation } from "../../statemachine/run.ts";

/** A bucket in memory. As in S3, an object that is uploaded in parts appears after its last part. */
export interface MemoryBucket {
  readonly objects: Map<string, { text: string; contentType: string }>;
  streamUp(location: ObjectLocation, pieces: AsyncIterable<string>, contentType: string): Promise<void>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
  getText(location: ObjectLocation): Promise<string | undefined>;
  listKeys(prefix: string): AsyncGenerator<string>;
  /** Puts a value as JSON. */
  put(key: string, value: unknown): void;
  /** The text of the one object whose key has this ending. */
  text(ending: string): string;
}

/** An empty bucket. */
export function memoryBucket(): MemoryBucket {
  const objects = new Map<string, { text: string; contentType: string }>();
  return {
    objects,
    async streamUp({ key }, pieces, contentType) {
      let text = "";
      for await (const piece of pieces) text += piece;
      objects.set(key, { text, contentType });
    },
    async putText({ key }, text, contentType) {
      objects.set(key, { text, contentType });
    },
    async getText({ key }) {
      return objects.get(key)?.text;
    },
    async *listKeys(prefix) {
      yield* [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
    },
    put(key, value) {
      objects.set(key, { text: JSON.stringify(value), contentType: "application/json" });
    },
    text(ending) {
      const found = [...objects].filter(([key]) => key.endsWith(ending));
      if (found.length !== 1 || found[0] === undefined)
        throw new Error(`${found.length} objects end with ${ending}: ${[...objects.keys()].join(", ")}`);
      return found[0][1].text;
    },
  };
}

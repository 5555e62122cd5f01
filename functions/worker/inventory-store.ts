import { getText, putText, type s3Client } from "../aws/object-store.ts";
import { unknownAccount } from "../domain/inventory-memory.ts";
import { inventoryKey } from "../domain/run-files.ts";
import { inventoryText, readInventory } from "./inventory-file.ts";
import type { InventoryStore } from "./judge-account.ts";

/** The inventory of one account, as an object in the bucket. */
export function inventoryStore(
  s3: ReturnType<typeof s3Client>,
  bucket: string,
  accountId: string,
): InventoryStore {
  const location = { bucket, key: inventoryKey(accountId) };
  return {
    async load() {
      const text = await getText(s3, location);
      return text === undefined ? unknownAccount : readInventory(text);
    },
    save: (remembered) => putText(s3, location, inventoryText(remembered), "application/json"),
  };
}

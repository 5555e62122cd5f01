import { getText, putText, type s3Client } from "../../aws/object-store.ts";
import { type RememberedAccount, unknownAccount } from "../../domain/inventory-memory.ts";
import { inventoryKey } from "../../domain/run-files.ts";
import { inventoryText, readInventory } from "./inventory-file.ts";

/** Stores what earlier runs read in one account. */
export interface InventoryStore {
  /** `unknownAccount` if nothing is stored. */
  load(): Promise<RememberedAccount>;
  save(remembered: RememberedAccount): Promise<void>;
}

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

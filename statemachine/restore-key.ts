import * as z from "zod/mini";
import { enforceAccountEventSchema, runSchema } from "./contract.ts";
import { accountIdSchema, daySchema } from "./policy.ts";
import { restoreOrderSchema } from "./restore-order.ts";

/** Scheduler -> worker, without a Map between them: the one key to be switched on again. */
export const restoreKeyEventSchema = z.extend(enforceAccountEventSchema, { restore: restoreOrderSchema });
export type RestoreKeyEvent = z.infer<typeof restoreKeyEventSchema>;

/** The worker's event in either state: `EnforceAccount` in the Map, or `RestoreKey`. */
export const workerEventSchema = z.extend(enforceAccountEventSchema, {
  restore: z.optional(restoreOrderSchema),
});

/** Worker -> the output of an execution that restored a key. */
export const restoredKeySchema = z.strictObject({
  run: runSchema,
  account: z.strictObject({ id: accountIdSchema, name: z.string() }),
  userName: z.string(),
  /** Its last four characters. */
  key: z.string(),
  until: daySchema,
  notices: z.array(z.strictObject({ to: z.string(), outcome: z.string(), error: z.optional(z.string()) })),
});
export type RestoredKey = z.infer<typeof restoredKeySchema>;

import * as z from "zod/mini";

/** The environment variables of the delivery function. */
export const deliveryEnvironment = z.object({ LEDGER_TABLE_NAME: z.string().check(z.minLength(3)) });
export type DeliveryEnvironment = z.infer<typeof deliveryEnvironment>;

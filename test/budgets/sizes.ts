import type { Population } from "./account-population.ts";

/** The sizes that budgets are proven at. Of what is due there is less to deactivate than to warn of. */
export const sizes: readonly Population[] = [
  { users: 120, owners: 60, toWarn: 5, toDeactivate: 3 },
  { users: 1000, owners: 250, toWarn: 7, toDeactivate: 6 },
  { users: 5000, owners: 300, toWarn: 11, toDeactivate: 4 },
];

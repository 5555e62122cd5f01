import type { Day } from "./calendar-day.ts";

/** When, where and by which service a key was last used, as GetAccessKeyLastUsed or the credential report says. */
export type LastUsed =
  | { readonly state: "used"; readonly on: Day; readonly service: string; readonly region: string }
  | { readonly state: "never" }
  | { readonly state: "unknown" };

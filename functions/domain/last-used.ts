import type { Day } from "./calendar-day.ts";

/** When, where and for which service a key was last used, from GetAccessKeyLastUsed or the credential report. */
export type LastUsed =
  | { readonly state: "used"; readonly on: Day; readonly service: string; readonly region: string }
  | { readonly state: "never" }
  | { readonly state: "unknown" };

import type { Interception } from "../../../infra/sandbox/cloud/service.ts";

/** What is wrong with an answer whose status is 200. */
export type Damage =
  /** Half of the body, with headers that say that this is all. */
  | "truncated"
  /** Half of the body, then the end of the connection. */
  | "cutShort"
  | "empty"
  /** A proxy's HTML page instead of the service's own format. */
  | "webPage"
  /** The service's own format, without content. */
  | "withoutFields";

/** What goes wrong with one call. */
export type Fault =
  /** The service refuses it with its own error, before it takes effect. */
  | { readonly kind: "refused"; readonly code: string; readonly status: number; readonly message: string }
  /** The connection ends, before the call reaches its service or after it took effect. */
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  /** It takes effect, and its answer comes late: slow, or later than the caller waits. */
  | { readonly kind: "late"; readonly milliseconds: number }
  /** It takes effect, and its answer cannot be read. */
  | { readonly kind: "damaged"; readonly how: Damage }
  /**
   * Something happens in the world just before or just after the call. The call itself succeeds unless the event ends
   * its connection.
   */
  | {
      readonly kind: "event";
      readonly when: "before" | "after";
      happen(call: Interception): Promise<"reset" | undefined>;
    };

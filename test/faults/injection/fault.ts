import type { Interception } from "../../../infra/sandbox/cloud/service.ts";

/** What is wrong with an answer that says 200. */
export type Damage =
  /** Half of the body, and headers that say that this is all. */
  | "truncated"
  /** Half of the body, then the end of the connection. */
  | "cutOff"
  | "empty"
  /** A page of some proxy, where the service's own format was expected. */
  | "webPage"
  /** The service's own format, and nothing in it. */
  | "withoutFields";

/** What befalls one call. */
export type Fault =
  /** Refused in the service's words, before it took effect. */
  | { readonly kind: "refused"; readonly code: string; readonly status: number; readonly message: string }
  /** The connection ends, before the call reaches its service or once it took effect. */
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  /** It takes effect, and its answer comes so much later: slow, or later than the caller waits. */
  | { readonly kind: "late"; readonly milliseconds: number }
  /** It takes effect, and its answer cannot be read. */
  | { readonly kind: "damaged"; readonly how: Damage }
  /**
   * Something happens in the world just before or just after the call, which itself goes well unless that
   * ends its connection.
   */
  | {
      readonly kind: "event";
      readonly when: "before" | "after";
      happen(call: Interception): Promise<"reset" | undefined>;
    };

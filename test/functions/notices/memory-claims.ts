import type { Ledger, NoticeRef } from "../../../functions/aws/ledger.ts";

type Write = "claim" | "confirm" | "release" | "refuse";

/** A ledger that records its calls: `claim AKIA1 jane@example.com`. The test chooses its answers. */
export interface MemoryClaims
  extends Pick<Ledger, "claimNotice" | "confirmNotice" | "releaseNotice" | "refuseNotice"> {
  readonly calls: string[];
  readonly claimed: NoticeRef[];
  /** The answers to claims, by `AKIA1 jane@example.com`. A list is used one by one. */
  readonly answers: Map<string, ("claimed" | "held" | "overtaken")[]>;
  /** Calls that fail, as `confirm AKIA1 jane@example.com`. */
  readonly failing: Set<string>;
  /** How often a call fails without an answer before it succeeds. */
  readonly interrupted: Map<string, number>;
}

/** A ledger in which every claim is free. */
export function memoryClaims(): MemoryClaims {
  const calls: string[] = [];
  const claimed: NoticeRef[] = [];
  const failing = new Set<string>();
  const interrupted = new Map<string, number>();
  const answers: MemoryClaims["answers"] = new Map();
  const call = async (write: Write, { accessKeyId, to }: NoticeRef) => {
    const name = `${write} ${accessKeyId} ${to}`;
    calls.push(name);
    if (failing.has(name)) throw new Error(`the ledger failed: ${write} ${accessKeyId}`);
    const left = interrupted.get(name) ?? 0;
    interrupted.set(name, left - 1);
    if (left > 0) throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
  };
  return {
    calls,
    claimed,
    answers,
    failing,
    interrupted,
    async claimNotice(ref) {
      await call("claim", ref);
      claimed.push(ref);
      return answers.get(`${ref.accessKeyId} ${ref.to}`)?.shift() ?? "claimed";
    },
    confirmNotice: (ref, messageId) => {
      claimed.push(ref);
      calls.push(`message ${messageId}`);
      return call("confirm", ref);
    },
    releaseNotice: (ref) => call("release", ref),
    refuseNotice: (ref) => call("refuse", ref),
  };
}

import { readFileSync } from "node:fs";
import { policySchema } from "../../statemachine/policy.ts";
import type { Policy } from "../domain/policy.ts";
import { parseJson } from "./parse.ts";

/**
 * The policy that lies beside the function's bundle as `policy.json`. It is part of the bundle because an
 * environment holds 4 KB only, and so that code and policy can never be of two versions.
 * @param bundle where the bundle's own module lies: `import.meta.url`
 */
export function readPolicyFile(bundle: string): Policy {
  const text = readFileSync(new URL("./policy.json", bundle), "utf8");
  return parseJson(policySchema, text, "policy.json");
}

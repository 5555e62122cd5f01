import { readFileSync } from "node:fs";
import { policySchema } from "../../statemachine/policy.ts";
import type { Policy } from "../domain/policy.ts";
import { parseJson } from "./parse.ts";

/**
 * The policy in `policy.json` beside the function's bundle. It is part of the bundle because an
 * environment has only 4 KB, and so that code and policy always have the same version.
 * @param bundle the URL of the bundle's module: `import.meta.url`
 */
export function readPolicyFile(bundle: string): Policy {
  const text = readFileSync(new URL("./policy.json", bundle), "utf8");
  return parseJson(policySchema, text, "policy.json");
}

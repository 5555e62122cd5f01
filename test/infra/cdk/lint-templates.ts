import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Whether cfn-lint is on PATH. Where it is not, its tests do not run and say so. */
export const hasCfnLint = spawnSync("cfn-lint", ["--version"]).status === 0;
if (!hasCfnLint) console.log("Not run: cfn-lint over the templates (cfn-lint is not on PATH)");

const answerSchema = z.array(z.looseObject({ Filename: z.string(), Message: z.string() }));

/** What cfn-lint finds in templates. It is started once, because its start takes seconds. */
export function findingsOf(files: readonly string[]): unknown[] {
  const { status, stdout, stderr } = spawnSync("cfn-lint", ["--format", "json", "--", ...files], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 100 * 2 ** 20,
  });
  const findings = parse(answerSchema, JSON.parse(stdout), "the answer of cfn-lint");
  // It also ends with 0 where it says something but cannot read a file.
  if (findings.length === 0 && (status !== 0 || stderr !== ""))
    throw new Error(`cfn-lint ended with ${status}: ${stderr}`);
  return findings;
}

/** A template that names the Region for which cfn-lint should read it: the one that it is deployed to. */
export function lintedFor(region: string, template: string): string {
  const Metadata = { "cfn-lint": { config: { regions: [region] } } };
  return JSON.stringify({ ...JSON.parse(template), Metadata });
}

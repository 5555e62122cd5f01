import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { FunctionSpec } from "../../infra/sandbox/cloud/deployment.ts";
import { median } from "./median.ts";
import type { StartUpFigures } from "./results.ts";

const repetitions = 9;

/** How large a function's bundle is, and how long Node takes to load it, which includes making its clients. */
export async function measureStartUp(spec: FunctionSpec, region: string): Promise<StartUpFigures> {
  const bundle = join(spec.codeDirectory, "index.mjs");
  const program = `const startedAt = performance.now(); await import(${JSON.stringify(pathToFileURL(bundle).href)}); console.log(performance.now() - startedAt); process.exit(0);`;
  const times: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { env: { ...spec.environment, PATH: process.env.PATH, AWS_REGION: region } },
    );
    times.push(Number(stdout));
  }
  const bundleKib = statSync(bundle).size / 1024;
  return { function: spec.name, bundleKib, importMilliseconds: median(times) };
}

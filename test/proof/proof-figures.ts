import { existsSync, readFileSync } from "node:fs";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";

const faultsSchema = z.strictObject({
  callSites: z.int(),
  cases: z.int(),
  kinds: z.record(z.string(), z.int()),
  broken: z.int(),
});
/** What a suite of faults came to. */
export type FaultFigures = z.infer<typeof faultsSchema>;

const soakSchema = z.strictObject({
  days: z.int(),
  accounts: z.int(),
  notices: z.int(),
  deactivations: z.int(),
  differences: z.int(),
  duplicatesBeyondAdmitted: z.int(),
  leaks: z.int(),
});

const fuzzSchema = z.strictObject({ inputs: z.record(z.string(), z.int()) });

const mutationsSchema = z.strictObject({
  caught: z.array(
    z.strictObject({
      breaks: z.string(),
      file: z.string(),
      by: z.array(z.strictObject({ suite: z.string(), test: z.string() })),
    }),
  ),
});

/** What the slow suites and the mutations came to; of a suite that has not come to its end since it was changed, nothing. */
export interface ProofFigures {
  /** The suites of faults over the same call sites, in this process. */
  readonly callSites: readonly FaultFigures[] | undefined;
  /** An execution for some accounts, in an Organization whose accounts come without Paths. */
  readonly adHoc: FaultFigures | undefined;
  /** In processes of their own. */
  readonly bundles: FaultFigures | undefined;
  /** An order to restore a key. */
  readonly restore: FaultFigures | undefined;
  readonly soak: z.infer<typeof soakSchema> | undefined;
  readonly fuzz: z.infer<typeof fuzzSchema> | undefined;
  readonly mutations: z.infer<typeof mutationsSchema> | undefined;
}

/** @throws {InvalidInput} where a file is not what its suite wrote */
export function readProofFigures(): ProofFigures {
  const [first, second] = [read("call-sites-1-of-2", faultsSchema), read("call-sites-2-of-2", faultsSchema)];
  return {
    callSites: first === undefined || second === undefined ? undefined : [first, second],
    adHoc: read("call-sites-ad-hoc", faultsSchema),
    bundles: read("bundles", faultsSchema),
    restore: read("restore", faultsSchema),
    soak: read("soak", soakSchema),
    fuzz: read("fuzz", fuzzSchema),
    mutations: read("mutations", mutationsSchema),
  };
}

function read<Output>(suite: string, schema: z.ZodMiniType<Output>): Output | undefined {
  const file = new URL(`../figures/${suite}.json`, import.meta.url);
  if (!existsSync(file)) return undefined;
  return parse(schema, JSON.parse(readFileSync(file, "utf8")), `${suite}.json`);
}

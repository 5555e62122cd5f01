import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";

const measuredSchema = z.strictObject({ calls: z.int(), seconds: z.number() });
/** What one pass over an account took: calls in the account, AssumeRole among them, and wall time. */
export type Measured = z.infer<typeof measuredSchema>;

const accountFiguresSchema = z.strictObject({
  users: z.int(),
  /** Each figure is the median of so many passes. */
  repetitions: z.int(),
  sequentialRepetitions: z.int(),
  /** What a steady day brings. */
  changedUsers: z.int(),
  dueKeys: z.int(),
  firstRun: measuredSchema,
  quietDay: measuredSchema,
  steadyDay: measuredSchema,
  /** How long the worker waits for the credential report, of each of these times. */
  reportWaitSeconds: z.number(),
  /** Absent where it was not measured. */
  sequential: z.optional(measuredSchema),
  /** The most that the worker held on any of these days, in MB. */
  workerPeakMb: z.number(),
});
/** One account of so many users, beside a plain sequential listing. */
export type AccountFigures = z.infer<typeof accountFiguresSchema>;

const usageSchema = z.strictObject({
  accounts: z.int(),
  /** Of the execution and its children, retries among them. */
  transitions: z.int(),
  childExecutions: z.int(),
  invocations: z.int(),
  gbSeconds: z.number(),
  writeUnits: z.int(),
  readUnits: z.int(),
  s3Puts: z.int(),
  s3Gets: z.int(),
  mails: z.int(),
  events: z.int(),
  logBytes: z.int(),
  /** What the run left in the bucket. */
  runBytes: z.int(),
  /** Calls in the member accounts: AssumeRole and IAM. */
  accountCalls: z.int(),
  /** Every API call that Curfew made. */
  calls: z.int(),
});
/** What one execution used, as the embedded cloud counted it. */
export type Usage = z.infer<typeof usageSchema>;

const executionFiguresSchema = z.strictObject({ seconds: z.number(), usage: usageSchema });
/** One execution of the state machine. */
export type ExecutionFigures = z.infer<typeof executionFiguresSchema>;

const peakMemorySchema = z.strictObject({ scheduler: z.number(), worker: z.number(), report: z.number() });

const organizationFiguresSchema = z.strictObject({
  accounts: z.int(),
  firstRun: executionFiguresSchema,
  steadyDay: executionFiguresSchema,
  /** The most that one environment of a function held, in MB. */
  peakMemoryMb: peakMemorySchema,
});
/** An Organization of so many accounts. */
export type OrganizationFigures = z.infer<typeof organizationFiguresSchema>;

const startUpFiguresSchema = z.strictObject({
  function: z.string(),
  bundleKib: z.number(),
  /** From an empty process to the handler, the median of several. */
  importMilliseconds: z.number(),
});
/** A function's bundle. */
export type StartUpFigures = z.infer<typeof startUpFiguresSchema>;

const fanOutFiguresSchema = z.strictObject({
  accounts: z.int(),
  function: z.string(),
  seconds: z.number(),
  peakMemoryMb: z.number(),
  memoryMb: z.int(),
  /** What went wrong; absent where it did what it is for. */
  failure: z.optional(z.string()),
});
/** A function that handles all accounts of an Organization in one invocation. */
export type FanOutFigures = z.infer<typeof fanOutFiguresSchema>;

const pacedFiguresSchema = z.strictObject({
  users: z.int(),
  callsPerSecond: z.number(),
  seconds: z.number(),
  calls: z.int(),
  throttled: z.int(),
  outcome: z.string(),
});
/** An account whose IAM takes no more than so many calls a second. */
export type PacedFigures = z.infer<typeof pacedFiguresSchema>;

const circumstancesSchema = z.strictObject({
  measuredAt: z.iso.datetime(),
  seconds: z.number(),
  cpu: z.string(),
  cores: z.int(),
  memoryGb: z.number(),
  node: z.string(),
  /** Processes that wanted a core in the minute before: the fewer, the more the times are worth. */
  loadBefore: z.number(),
});
/** When and where a part of the bench was measured. */
export type Circumstances = z.infer<typeof circumstancesSchema>;

/** All that a bench measured, part by part. */
export const benchResultsSchema = z.strictObject({
  quick: z.boolean(),
  circumstances: z.record(z.string(), circumstancesSchema),
  accounts: z.array(accountFiguresSchema),
  organizations: z.array(organizationFiguresSchema),
  startUp: z.array(startUpFiguresSchema),
  /** The steady days that costs are computed from: one, or none where it was not measured. */
  costRuns: z.array(executionFiguresSchema),
  fanOut: z.array(fanOutFiguresSchema),
  paced: z.array(pacedFiguresSchema),
});
export type BenchResults = z.infer<typeof benchResultsSchema>;

/** Where the results of a full bench are kept: the figures of docs/performance.md come from there. */
export const resultsFile = fileURLToPath(new URL("results.json", import.meta.url));

/** @throws {InvalidInput} where the file is not what a bench wrote */
export function readResults(file = resultsFile): BenchResults {
  return parse(benchResultsSchema, JSON.parse(readFileSync(file, "utf8")), file);
}

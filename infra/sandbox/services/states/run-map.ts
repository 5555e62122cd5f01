import { randomUUID } from "node:crypto";
import pMap from "p-map";
import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";
import { withinDataLimit } from "./data-limit.ts";
import { childArn, type DeployedMachine, mapRunArn } from "./deployed-machine.ts";
import { Execution } from "./execution.ts";
import { readItems } from "./item-reader.ts";
import { type ItemSelector, itemSelector } from "./item-selector.ts";
import type { JsonValue } from "./json.ts";
import { MapRun } from "./map-run.ts";
import type { PreparedMap } from "./prepare-definition.ts";
import { checkMap, checkMapRedrive } from "./role-permissions.ts";
import { contextObject, runExecution } from "./run-execution.ts";
import { StateError, terminalError } from "./state-error.ts";

/** Parallel children of one Map Run where MaxConcurrency is 0 (Step Functions developer guide, quotas). */
const mostConcurrent = 10_000;

/** What `prepareDefinition` makes the engine hand over. */
const inputSchema = z.strictObject({
  Bucket: z.string(),
  Key: z.string(),
  MaxConcurrency: z.int().check(z.minimum(0)),
  Input: z.json(),
});

/** A Map state of a running execution. */
export interface MapOfExecution {
  readonly map: PreparedMap;
  readonly execution: Execution;
  readonly deployed: DeployedMachine;
  /** A Map Run of the same Map that failed before the execution was redriven. */
  readonly goOn?: MapRun | undefined;
  /** Makes the Map Run known before its first child starts. */
  readonly onStart: (run: MapRun) => void;
}

/**
 * Does what a Distributed Map does: reads the items, runs one child execution for each, and gives their
 * outputs in the order of the items (Step Functions developer guide, "Distributed Map state"). The rate at
 * which AWS starts children, 100 a second, is not kept.
 * @throws {StateError} if the Map fails
 */
export async function runMap(of: MapOfExecution, parameters: JsonValue): Promise<JsonValue> {
  const { execution, deployed, map } = of;
  execution.signal.throwIfAborted();
  const { MaxConcurrency, Input, ...location } = readInput(parameters);
  const run = of.goOn === undefined ? await begin(of, location, MaxConcurrency) : goOn(of, of.goOn);
  try {
    const outputs = await runChildren(of, run, itemSelector(map, contextObject(execution, deployed), Input));
    const result = withinDataLimit(outputs, `The Map Run ${run.start.arn}`);
    run.end("SUCCEEDED", deployed.clock.now());
    execution.start.history?.mapRunEnded();
    return result;
  } catch (error) {
    run.end(execution.signal.aborted ? "ABORTED" : "FAILED", deployed.clock.now());
    if (error instanceof StateError)
      execution.start.history?.mapRunEnded({ error: error.name, cause: error.message });
    throw error;
  }
}

/** Reads the items and starts a Map Run. */
async function begin(
  { map, execution, deployed, onStart }: MapOfExecution,
  location: { readonly Bucket: string; readonly Key: string },
  maxConcurrency: number,
): Promise<MapRun> {
  const items = await readItems(deployed.clients, location, execution.signal);
  const start = {
    arn: mapRunArn(deployed, map.label, randomUUID()),
    executionArn: execution.start.arn,
    stateMachineArn: deployed.spec.arn,
    label: map.label,
    startDate: deployed.clock.now(),
    maxConcurrency,
    toleratedFailureCount: map.toleratedFailureCount,
  };
  const run = new MapRun(start, items);
  onStart(run);
  execution.start.history?.mapRunStarted(run.start.arn);
  return run;
}

/** Goes on with a Map Run that failed. */
function goOn({ execution, deployed, map }: MapOfExecution, run: MapRun): MapRun {
  checkMapRedrive(deployed, map.label, randomUUID());
  run.redrive(deployed.clock.now());
  execution.start.history?.mapRunRedriven(run.start.arn, run.redriveCount);
  return run;
}

function readInput(parameters: JsonValue): z.infer<typeof inputSchema> {
  try {
    return parse(inputSchema, parameters, "Map state");
  } catch (error) {
    throw terminalError("States.Runtime", error instanceof Error ? error.message : String(error));
  }
}

async function runChildren(
  { map, execution, deployed }: MapOfExecution,
  run: MapRun,
  select: ItemSelector,
): Promise<JsonValue[]> {
  checkMap(deployed, randomUUID());
  const stopping = new AbortController();
  const signal = AbortSignal.any([execution.signal, stopping.signal]);
  let failures = 0;
  const outputs = await pMap(
    run.items,
    async (item, index) => {
      const earlier = run.childAt(index);
      if (earlier?.output !== undefined) return earlier.output;
      const input = JSON.stringify(withinDataLimit(await select(item, index), `Item ${index} of the Map`));
      signal.throwIfAborted();
      earlier?.redrive(deployed.clock.now());
      const child = earlier ?? startChild(deployed, run, index, input);
      await runExecution(child, map.child, deployed);
      if (child.output !== undefined) return child.output;
      failures += 1;
      if (failures > map.toleratedFailureCount) stopping.abort(thresholdExceeded());
      return undefined;
    },
    { concurrency: run.start.maxConcurrency || mostConcurrent, signal },
  );
  // A failed child that is tolerated has no output.
  return outputs.filter((output) => output !== undefined);
}

function startChild(deployed: DeployedMachine, run: MapRun, index: number, input: string): Execution {
  const name = randomUUID();
  const child = new Execution({
    arn: childArn(deployed, run.start.label, name),
    name,
    stateMachineArn: deployed.spec.arn,
    startDate: deployed.clock.now(),
    input,
    mapRunArn: run.start.arn,
  });
  run.add(index, child);
  return child;
}

function thresholdExceeded(): StateError {
  const cause = "The specified tolerated failure threshold was exceeded";
  return new StateError("States.ExceedToleratedFailureThreshold", cause);
}

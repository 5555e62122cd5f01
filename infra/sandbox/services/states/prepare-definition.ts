import type { Definition } from "./definition-guard.ts";
import type { MapState } from "./map-schema.ts";
import type { ChildState, TaskState } from "./state-schemas.ts";
import type { PayloadTemplate } from "./template-schema.ts";

/** A Map whose children are run by us. */
export interface PreparedMap {
  readonly label: string;
  /** Evaluated once for each item, with the item in the context object. */
  readonly itemSelector: PayloadTemplate | undefined;
  readonly toleratedFailureCount: number;
  readonly child: PreparedMachine;
}

/** A state machine as the engine gets it, and what of it is left to us. */
export interface PreparedMachine {
  readonly definition: object;
  readonly stateTypes: ReadonlyMap<string, string>;
  /** The states that invoke a function. */
  readonly tasks: readonly string[];
  readonly maps: ReadonlyMap<string, PreparedMap>;
}

/** AWS: 99,999,999. Without one the engine gives up after 60 s, and this is what its timer can take. */
const noTimeoutSeconds = 2_000_000;

/**
 * Rewrites a guarded definition for the engine. Exactly this is treated differently from how it is written:
 *
 * 1. A Distributed Map becomes a task of the same name, whose input is what the Map needs: bucket and key of
 *    the work list, MaxConcurrency, and the Map's own input. InputPath, ResultSelector, ResultPath,
 *    OutputPath, Retry and Catch stay as they are. We read the items and run one engine execution per child,
 *    because the engine knows no ItemReader, would run 40 at a time and fail with the first failed child.
 * 2. `$$.Execution` is renamed to `$$.OfExecution`: the engine overwrites the former with its own clock.
 * 3. A task without a timeout gets a long one, because the engine's default is 60 s and not that of AWS.
 * 4. The seconds of every Retry are multiplied by `retryScale`.
 */
export function prepareDefinition(
  { StartAt, States, TimeoutSeconds }: Pick<Definition, "StartAt" | "States" | "TimeoutSeconds">,
  retryScale: number,
): PreparedMachine {
  const states = Object.entries(States);
  return {
    definition: {
      StartAt,
      ...(TimeoutSeconds === undefined ? {} : { TimeoutSeconds }),
      States: Object.fromEntries(states.map(([name, state]) => [name, prepareState(state, retryScale)])),
    },
    stateTypes: new Map(states.map(([name, { Type }]) => [name, Type])),
    tasks: states.filter(([, { Type }]) => Type === "Task").map(([name]) => name),
    maps: new Map(
      states.flatMap(([name, state]) =>
        state.Type === "Map" ? [[name, prepareMap(state, retryScale)]] : [],
      ),
    ),
  };
}

function prepareState(state: ChildState | MapState, retryScale: number): object {
  switch (state.Type) {
    case "Task":
      return {
        ...state,
        ...scaledRetry(state, retryScale),
        Parameters: contextRenamed(state.Parameters),
        ...(state.ResultSelector && { ResultSelector: contextRenamed(state.ResultSelector) }),
        TimeoutSeconds: state.TimeoutSeconds ?? noTimeoutSeconds,
      };
    case "Pass":
      return { ...state, ...(state.Parameters && { Parameters: contextRenamed(state.Parameters) }) };
    case "Map":
      return mapAsTask(state, retryScale);
    default:
      return state;
  }
}

function mapAsTask(map: MapState, retryScale: number): object {
  const {
    Label,
    ItemReader,
    ItemSelector,
    ItemProcessor,
    MaxConcurrency,
    MaxConcurrencyPath,
    ToleratedFailureCount,
    ...rest
  } = map;
  return {
    ...rest,
    ...scaledRetry(map, retryScale),
    ...(map.ResultSelector && { ResultSelector: contextRenamed(map.ResultSelector) }),
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: {
      ...contextRenamed(ItemReader.Parameters),
      ...(MaxConcurrencyPath === undefined
        ? { MaxConcurrency: MaxConcurrency ?? 0 }
        : { "MaxConcurrency.$": MaxConcurrencyPath }),
      "Input.$": "$",
    },
    TimeoutSeconds: noTimeoutSeconds,
  };
}

function prepareMap(map: MapState, retryScale: number): PreparedMap {
  return {
    label: map.Label,
    itemSelector: map.ItemSelector && contextRenamed(map.ItemSelector),
    toleratedFailureCount: map.ToleratedFailureCount ?? 0,
    child: prepareDefinition(map.ItemProcessor, retryScale),
  };
}

function scaledRetry({ Retry }: Pick<TaskState, "Retry">, scale: number): object {
  if (Retry === undefined) return {};
  const scaled = Retry.map(({ IntervalSeconds = 1, MaxDelaySeconds, ...retrier }) => ({
    ...retrier,
    IntervalSeconds: IntervalSeconds * scale,
    ...(MaxDelaySeconds === undefined ? {} : { MaxDelaySeconds: MaxDelaySeconds * scale }),
  }));
  return { Retry: scaled };
}

/** A payload template with `$$.OfExecution` for `$$.Execution`. */
function contextRenamed(template: object): PayloadTemplate {
  return JSON.parse(JSON.stringify(template), (name, value: unknown) =>
    name.endsWith(".$") && typeof value === "string"
      ? value.replace(/^\$\$\.Execution\./, () => "$$.OfExecution.")
      : value,
  );
}

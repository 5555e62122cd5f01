import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import { engineFor } from "../../infra/sandbox/services/states/engine.ts";

const retrySchema = z.looseObject({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.int(),
  BackoffRate: z.number(),
  MaxAttempts: z.int(),
  MaxDelaySeconds: z.optional(z.int()),
  JitterStrategy: z.optional(z.string()),
});
const catchSchema = z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() });
const stateSchema = z.looseObject({
  Type: z.string(),
  Retry: z.optional(z.array(retrySchema)),
  Catch: z.optional(z.array(catchSchema)),
  Next: z.optional(z.string()),
});
const statesSchema = z.record(z.string(), stateSchema);
const mapSchema = z.looseObject({
  ItemProcessor: z.looseObject({ StartAt: z.string(), States: statesSchema }),
});
const definitionSchema = z.looseObject({ StartAt: z.string(), States: statesSchema });

/** The parts of a definition that the tests read. */
export type Definition = z.infer<typeof definitionSchema>;
export type Retrier = z.infer<typeof retrySchema>;

/** The names of the definitions. */
export const machineNames = ["daily", "restore", "approve"] as const;
export type MachineName = (typeof machineNames)[number];

/** A definition as it is deployed, with its substitutions. */
export function definitionText(name: MachineName): string {
  return readFileSync(new URL(`../../statemachine/${name}.asl.json`, import.meta.url), "utf8")
    .replaceAll(/\$\{Partition\}/g, "aws")
    .replaceAll(
      /\$\{(\w+)FunctionArn\}/g,
      (_whole, functionName: string) =>
        `arn:aws:lambda:eu-central-1:444455556666:function:curfew-${functionName.toLowerCase()}`,
    );
}

/** A state machine. */
export function definitionOf(name: MachineName): Definition {
  return parse(definitionSchema, JSON.parse(definitionText(name)), "definition");
}

/** The children of the Maps of a definition, by the name of the Map. */
export function childrenOf({ States }: Definition): Map<string, Definition> {
  return new Map(
    Object.entries(States)
      .filter(([, { Type }]) => Type === "Map")
      .map(([name, state]) => [name, parse(mapSchema, state, "Map").ItemProcessor]),
  );
}

/** The child of one Map. */
export function childOf(definition: Definition, map: string): Definition {
  const child = childrenOf(definition).get(map);
  if (child === undefined) throw new Error(`there is no Map ${map}`);
  return child;
}

/**
 * A state machine whose Maps are replaced by Tasks of the same name, because the engine cannot read their items from
 * S3.
 */
export function withoutMaps(definition: Definition): Definition {
  const states = Object.entries(definition.States).map(([name, state]) => {
    if (state.Type !== "Map") return [name, state] as const;
    const { ResultPath, Catch, Next } = state;
    const Parameters = { FunctionName: name, "Payload.$": "$" };
    const Resource = "arn:aws:states:::lambda:invoke";
    return [name, { Type: "Task", Resource, Parameters, ResultPath, Catch, Next }] as const;
  });
  return { ...definition, States: Object.fromEntries(states) };
}

/** Does the work of a Task state. It gets the payload that the state passes to its function. */
export type Handler = (payload: unknown) => Promise<object>;

const invocationSchema = z.strictObject({ FunctionName: z.string(), Payload: z.unknown() });

/** Runs a definition in the engine, without the pauses between attempts. */
export async function execute(machine: Definition, input: object, handlers: Record<string, Handler>) {
  const engine = engineFor(machine);
  const taskResourceLocalHandlers = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (input: unknown) =>
        JSON.parse(JSON.stringify(await handler(parse(invocationSchema, input, name).Payload))),
    ]),
  );
  const retryIntervalOverrides = Object.fromEntries(Object.keys(machine.States).map((name) => [name, 0]));
  const { result } = engine.run(JSON.parse(JSON.stringify(input)), {
    overrides: { taskResourceLocalHandlers, retryIntervalOverrides },
    context: {
      Execution: {
        Name: "daily-1",
        Id: "arn:aws:states:eu-central-1:444455556666:execution:curfew:daily-1",
        StartTime: "2026-11-23T08:00:00.000Z",
      },
    },
  });
  const output: unknown = await result;
  return output;
}

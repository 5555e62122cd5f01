import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import { engineFor } from "../../infra/sandbox/services/states/engine.ts";

const ruleSchema = z.looseObject({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.optional(z.number()),
});
const stateSchema = z.looseObject({
  Type: z.string(),
  Retry: z.optional(z.array(ruleSchema)),
  Catch: z.optional(z.array(ruleSchema)),
});
const statesSchema = z.record(z.string(), stateSchema);
const mapSchema = z.looseObject({
  ItemProcessor: z.looseObject({ StartAt: z.string(), States: statesSchema }),
});
const definitionSchema = z.looseObject({ StartAt: z.string(), States: statesSchema });

/** A definition, as far as the tests look into it. */
export type Definition = z.infer<typeof definitionSchema>;

/** The definition as it is deployed: with its substitutions made. */
export const definitionText = readFileSync(
  new URL("../../statemachine/daily.asl.json", import.meta.url),
  "utf8",
)
  .replaceAll(/\$\{Partition\}/g, "aws")
  .replaceAll(
    /\$\{(\w+)FunctionArn\}/g,
    (_whole, name: string) =>
      `arn:aws:lambda:eu-central-1:444455556666:function:curfew-${name.toLowerCase()}`,
  );

/** The state machine, and the child that its Map runs for each account. */
export const definition: Definition = parse(definitionSchema, JSON.parse(definitionText), "definition");
export const child: Definition = parse(mapSchema, definition.States.EnforceAccounts, "Map").ItemProcessor;

/** The state machine without its Map, which the engine cannot feed from S3: a Task stands in its place. */
export const withoutMap: Definition = {
  ...definition,
  States: {
    ...definition.States,
    EnforceAccounts: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "the map run", "Payload.$": "$" },
      ResultPath: definition.States.EnforceAccounts?.ResultPath,
      Catch: definition.States.EnforceAccounts?.Catch,
      Next: definition.States.EnforceAccounts?.Next,
    },
  },
};

/** Does the work of a Task state: gets the payload that the state gives to its function. */
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
    context: { Execution: { Name: "daily-1" } },
  });
  const output: unknown = await result;
  return output;
}

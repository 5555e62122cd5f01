import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";
import { AwsError } from "../../cloud/aws-error.ts";
import { checkStructure } from "./engine.ts";
import { secondsSchema } from "./fields.ts";
import { parseJsonValue } from "./json.ts";
import { mapSchema } from "./map-schema.ts";
import { stateSchemas } from "./state-schemas.ts";

const definitionSchema = z.strictObject({
  Comment: z.optional(z.string()),
  QueryLanguage: z.optional(z.literal("JSONPath", 'expected "JSONPath": JSONata does not run here')),
  StartAt: z.string(),
  States: z.record(z.string(), z.discriminatedUnion("Type", [...stateSchemas, mapSchema])),
  TimeoutSeconds: z.optional(secondsSchema),
});

/** A state machine that runs here as it does on AWS. */
export type Definition = z.infer<typeof definitionSchema>;

/**
 * Lets a definition in only if everything in it is done here, by the engine or by ourselves. The engine
 * passes over what it does not know (ItemBatcher, ResultWriter, JSONata, a tolerated failure percentage),
 * and a run that leaves such a thing out proves nothing.
 * @throws {AwsError} InvalidDefinition, which names every offending field
 */
export function guardDefinition(text: string): Definition {
  try {
    const definition = parse(definitionSchema, parseJsonValue(text), "state machine definition");
    checkNamesOnce(definition);
    checkLabelsOnce(definition);
    checkStructure(definition);
    return definition;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${message}'`, 400, { cause });
  }
}

/** A label names the Map Run in ARNs, so each is used once (Step Functions developer guide, "Map state fields"). */
function checkLabelsOnce({ States }: Definition): void {
  const labels = Object.values(States).flatMap((state) => (state.Type === "Map" ? [state.Label] : []));
  const twice = labels.filter((label, position) => labels.indexOf(label) < position);
  if (twice.length > 0) throw new Error(`there are two Map states with the label ${twice.join(", ")}`);
}

/** Names are unique in the whole machine, also across a Map's children (Amazon States Language, "States"). */
function checkNamesOnce({ States }: Definition): void {
  const names = Object.entries(States).flatMap(([name, state]) =>
    state.Type === "Map" ? [name, ...Object.keys(state.ItemProcessor.States)] : [name],
  );
  const twice = names.filter((name, position) => names.indexOf(name) < position);
  if (twice.length > 0) throw new Error(`there are two states ${twice.join(", ")}`);
}

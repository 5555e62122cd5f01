import * as z from "zod/mini";
import type { InputTransformerSpec, RuleSpec, RuleTargetSpec } from "../../cloud/deployment.ts";
import type { EventOnBus } from "./bus-event.ts";

/** EventBridge user guide, "Input transformation": dots, and indices of lists; wildcards are not modelled. */
const pathPattern = /^\$(?:\.[\w/-]+(?:\[\d+\])?)+$/;
const placeholder = /<([\w.-]+)>/g;
const quoted = /"(?:[^"\\]|\\.)*"/g;

/**
 * Checks what a target does with the event, so that a mistake stops the deployment.
 * @throws {Error} for a path, a template or a variable that EventBridge or the embedded cloud does not know
 */
export function checkTargetInput({ id, input, inputTransformer }: RuleTargetSpec): void {
  if (input !== undefined) JSON.parse(input);
  if (inputTransformer === undefined) return;
  const { paths, template } = inputTransformer;
  for (const [name, path] of Object.entries(paths)) {
    if (name.startsWith("aws.")) throw new Error(`target ${id}: the variable ${name} is reserved`);
    if (!pathPattern.test(path)) throw new Error(`target ${id}: the path ${path} is not modelled`);
  }
  for (const [, name = ""] of template.matchAll(placeholder))
    if (!Object.hasOwn(paths, name) && !reserved.has(name))
      throw new Error(`target ${id}: the template names <${name}>, which InputPathsMap does not define`);
}

const reserved = new Set([
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event.ingestion-time",
  "aws.events.event.json",
]);

/**
 * What a target receives for an event, as JSON text.
 * @throws {Error} if the template gives no JSON, which makes EventBridge give up on the event
 */
export function targetInput(rule: RuleSpec, target: RuleTargetSpec, event: EventOnBus): string {
  if (target.input !== undefined) return target.input;
  if (target.inputTransformer === undefined) return JSON.stringify(event);
  const text = transformed(target.inputTransformer, rule, event);
  JSON.parse(text);
  return text;
}

function transformed({ paths, template }: InputTransformerSpec, rule: RuleSpec, event: EventOnBus): string {
  const variable = (name: string): unknown => {
    switch (name) {
      case "aws.events.rule-arn":
        return rule.arn;
      case "aws.events.rule-name":
        return rule.name;
      case "aws.events.event.ingestion-time":
        return event.time;
      case "aws.events.event.json":
        return event;
      default:
        return valueAt(event, paths[name] ?? "");
    }
  };
  // Inside of quotes a value is put in as it is, without escaping (EventBridge user guide, "Common issues
  // with transforming input"): a quotation mark in it breaks the JSON, there as here.
  const filled = template.replace(quoted, (string) =>
    string.replace(placeholder, (_, name: string) => textOf(variable(name))),
  );
  return filled.replace(placeholder, (whole, name: string) =>
    Object.hasOwn(paths, name) || reserved.has(name) ? (JSON.stringify(variable(name)) ?? "null") : whole,
  );
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value);
}

const record = z.record(z.string(), z.unknown());

function valueAt(event: EventOnBus, path: string): unknown {
  const steps = path.slice(1).match(/[\w/-]+/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    const { success, data } = record.safeParse(value);
    return success && Object.hasOwn(data, step) ? data[step] : undefined;
  }, event);
}

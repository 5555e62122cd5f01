import * as z from "zod/mini";
import { choiceRuleSchema } from "./choice-rule-schema.ts";
import { taskErrorRules } from "./error-rules-schema.ts";
import { oneOf, secondsSchema } from "./fields.ts";
import {
  pathSchema,
  payloadTemplateSchema,
  resultPathSchema,
  templatePathSchema,
} from "./template-schema.ts";

const comment = { Comment: z.optional(z.string()) };

/** Fields of every state that hands data on. */
export const inputOutput = {
  ...comment,
  InputPath: z.optional(z.nullable(pathSchema)),
  OutputPath: z.optional(z.nullable(pathSchema)),
};

/** Fields of every state that another may follow; exactly one of them. */
export const transition = { Next: z.optional(z.string()), End: z.optional(z.literal(true)) };
export const oneTransition = oneOf("Next", "End");

const taskSchema = z
  .strictObject({
    Type: z.literal("Task"),
    ...inputOutput,
    ...transition,
    Resource: z
      .string()
      .check(z.regex(/^arn:[a-z-]+:states:::lambda:invoke$/, "expected the integration lambda:invoke")),
    Parameters: z.strictObject({
      FunctionName: z.string(),
      Payload: z.optional(payloadTemplateSchema),
      "Payload.$": z.optional(templatePathSchema),
    }),
    ResultSelector: z.optional(payloadTemplateSchema),
    ResultPath: z.optional(resultPathSchema),
    TimeoutSeconds: z.optional(secondsSchema),
    ...taskErrorRules,
  })
  .check(oneTransition);

const passSchema = z
  .strictObject({
    Type: z.literal("Pass"),
    ...inputOutput,
    ...transition,
    Parameters: z.optional(payloadTemplateSchema),
    // The engine takes a Result that is null, false, 0 or empty for none.
    Result: z.optional(
      z.json().check(z.refine((value) => Boolean(value), "expected a result that is truthy")),
    ),
    ResultPath: z.optional(resultPathSchema),
  })
  .check(oneTransition);

const waitSchema = z
  .strictObject({ Type: z.literal("Wait"), ...inputOutput, ...transition, Seconds: secondsSchema })
  .check(oneTransition);

const choiceSchema = z.strictObject({
  Type: z.literal("Choice"),
  ...inputOutput,
  Choices: z.array(choiceRuleSchema).check(z.minLength(1)),
  Default: z.optional(z.string()),
});

const succeedSchema = z.strictObject({ Type: z.literal("Succeed"), ...inputOutput });

/** Error and cause are both asked for, because the engine would make up what is missing. */
const failSchema = z
  .strictObject({
    Type: z.literal("Fail"),
    ...comment,
    Error: z.optional(z.string()),
    ErrorPath: z.optional(pathSchema),
    Cause: z.optional(z.string()),
    CausePath: z.optional(pathSchema),
  })
  .check(oneOf("Error", "ErrorPath"), oneOf("Cause", "CausePath"));

/**
 * The states that run here as on AWS, with those of their fields that do: every schema is strict, so that
 * one which the engine would pass over is an error that names it. Parallel is not supported: in its branches the
 * engine's context object is not that of AWS (Step Functions developer guide, "Workflow states").
 */
export const stateSchemas = [
  taskSchema,
  passSchema,
  waitSchema,
  choiceSchema,
  succeedSchema,
  failSchema,
] as const;

/** A state of a child execution. A Map is not one of them. */
export const childStateSchema = z.discriminatedUnion("Type", stateSchemas);
export type ChildState = z.infer<typeof childStateSchema>;
export type TaskState = z.infer<typeof taskSchema>;

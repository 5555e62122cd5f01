import * as z from "zod/mini";
import { oneOf } from "./fields.ts";
import { pathSchema } from "./template-schema.ts";

/** The operators that the engine evaluates as AWS does; the ordering ones compare across types there. */
const operators = {
  StringEquals: z.optional(z.string()),
  NumericEquals: z.optional(z.number()),
  BooleanEquals: z.optional(z.boolean()),
  // With `false` the engine's answer would always be no.
  IsNull: z.optional(z.literal(true)),
  IsPresent: z.optional(z.literal(true)),
  IsNumeric: z.optional(z.literal(true)),
  IsString: z.optional(z.literal(true)),
  IsBoolean: z.optional(z.literal(true)),
};
const oneOperator = oneOf(...Object.keys(operators));

const conditionSchema = z.strictObject({ Variable: pathSchema, ...operators }).check(oneOperator);

/** One choice: a condition, or several joined once, and where it leads (Choice workflow state). */
export const choiceRuleSchema = z
  .strictObject({
    Comment: z.optional(z.string()),
    Variable: z.optional(pathSchema),
    ...operators,
    And: z.optional(z.array(conditionSchema).check(z.minLength(1))),
    Or: z.optional(z.array(conditionSchema).check(z.minLength(1))),
    Not: z.optional(conditionSchema),
    Next: z.string(),
  })
  .check(oneOf(...Object.keys(operators), "And", "Or", "Not"), oneOf("Variable", "And", "Or", "Not"));

import * as z from "zod/mini";
import { mapErrorRules } from "./error-rules-schema.ts";
import { oneOf } from "./fields.ts";
import { childStateSchema, inputOutput, oneTransition, transition } from "./state-schemas.ts";
import {
  itemTemplateSchema,
  pathSchema,
  payloadTemplateSchema,
  resultPathSchema,
  templatePathSchema,
} from "./template-schema.ts";

const itemReaderSchema = z.strictObject({
  Resource: z
    .string()
    .check(z.regex(/^arn:[a-z-]+:states:::s3:getObject$/, "expected the integration s3:getObject")),
  ReaderConfig: z.strictObject({ InputType: z.literal("JSON") }),
  Parameters: z
    .strictObject({
      Bucket: z.optional(z.string()),
      "Bucket.$": z.optional(templatePathSchema),
      Key: z.optional(z.string()),
      "Key.$": z.optional(templatePathSchema),
    })
    .check(oneOf("Bucket", "Bucket.$"), oneOf("Key", "Key.$")),
});

/** A Distributed Map over a JSON list in S3; inline ones are refused (Step Functions developer guide, "Map state"). */
export const mapSchema = z
  .strictObject({
    Type: z.literal("Map"),
    ...inputOutput,
    ...transition,
    Label: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,40}$/, "expected a label of 1 to 40 characters")),
    ItemReader: itemReaderSchema,
    ItemSelector: z.optional(itemTemplateSchema),
    ItemProcessor: z.strictObject({
      Comment: z.optional(z.string()),
      ProcessorConfig: z.strictObject({
        Mode: z.literal("DISTRIBUTED"),
        ExecutionType: z.literal("STANDARD"),
      }),
      StartAt: z.string(),
      States: z.record(z.string(), childStateSchema),
    }),
    MaxConcurrency: z.optional(z.int().check(z.minimum(0))),
    MaxConcurrencyPath: z.optional(pathSchema),
    ToleratedFailureCount: z.optional(z.int().check(z.minimum(0))),
    ResultSelector: z.optional(payloadTemplateSchema),
    ResultPath: z.optional(resultPathSchema),
    ...mapErrorRules,
  })
  .check(
    oneTransition,
    z.refine<object>(
      (map) => !("MaxConcurrency" in map && "MaxConcurrencyPath" in map),
      "expected MaxConcurrency or MaxConcurrencyPath",
    ),
  );
export type MapState = z.infer<typeof mapSchema>;

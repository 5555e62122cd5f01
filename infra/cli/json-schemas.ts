import * as z from "zod/mini";
import { approveAnswerSchema } from "./approve/answer.ts";
import { doctorAnswerSchema } from "./doctor/answer.ts";
import { explainAnswerSchema } from "./explain/answer.ts";
import { forecastAnswerSchema } from "./forecast/answer.ts";
import { initAnswerSchema } from "./init/answer.ts";
import { pauseAnswerSchema, resumeAnswerSchema } from "./pause/answer.ts";
import { planAnswerSchema } from "./plan/answer.ts";
import { previewAnswerSchema } from "./preview/load.ts";
import { restoreAnswerSchema } from "./restore/answer.ts";
import { runAnswerSchema } from "./run/answer.ts";
import { simulateAnswerSchema } from "./simulate/answer.ts";
import { sandboxAnswerSchema, startAnswerSchema } from "./start/answer.ts";
import { statusAnswerSchema } from "./status/answer.ts";
import { untaggedAnswerSchema } from "./untagged/answer.ts";

/** What each command prints with `--json`; an error is `{ error: { message, exitCode } }` for all of them. */
export const answerSchemas: Readonly<Record<string, z.ZodMiniType>> = {
  approve: approveAnswerSchema,
  doctor: doctorAnswerSchema,
  error: z.strictObject({ error: z.strictObject({ message: z.string(), exitCode: z.int() }) }),
  explain: explainAnswerSchema,
  forecast: forecastAnswerSchema,
  init: initAnswerSchema,
  pause: pauseAnswerSchema,
  plan: planAnswerSchema,
  preview: previewAnswerSchema,
  restore: restoreAnswerSchema,
  resume: resumeAnswerSchema,
  run: runAnswerSchema,
  sandbox: sandboxAnswerSchema,
  simulate: simulateAnswerSchema,
  start: startAnswerSchema,
  status: statusAnswerSchema,
  untagged: untaggedAnswerSchema,
};

/** The JSON schema of a command's answer, as the file in infra/cli/schemas has it. */
export function jsonSchemaOf(command: string): string {
  const schema = answerSchemas[command];
  if (schema === undefined) throw new Error(`there is no command ${command}`);
  return `${JSON.stringify(z.toJSONSchema(schema, { unrepresentable: "any" }), null, 2)}\n`;
}

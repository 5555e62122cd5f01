import { looksDaily } from "../../../functions/domain/run-mode.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { type RunInput, runInputSchema } from "../../../statemachine/run.ts";

/** The options that describe a run. */
export interface RunOptions {
  readonly account?: readonly string[] | undefined;
  readonly report?: boolean | undefined;
  readonly asOf?: string | undefined;
  readonly digest?: boolean | undefined;
}

/**
 * The input of an execution, checked by the scheduler's own schema.
 * @throws {InvalidInput} naming the field, the value and what was expected
 */
export function runInput({ account, report, asOf, digest }: RunOptions): RunInput {
  return parse(
    runInputSchema,
    {
      ...(account === undefined ? {} : { accountIds: [...account] }),
      ...(report === true ? { mode: "report" } : {}),
      ...(asOf === undefined ? {} : { asOf }),
      ...(digest === true ? { digest: true } : {}),
    },
    "run input",
  );
}

/** The input of a run that a person asks for. Without `fresh`, one over the whole Organization would look like a daily run. */
export function adHocInput(options: RunOptions): RunInput {
  const input = runInput(options);
  return looksDaily(input) ? { ...input, fresh: true } : input;
}

/** Whether a run can send notices and deactivate keys: nothing lowers it to report mode. */
export function mayEnforce({ mode, asOf }: RunInput): boolean {
  return mode === undefined && asOf === undefined;
}

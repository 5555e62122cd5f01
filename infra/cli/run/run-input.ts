import { parse } from "../../../functions/runtime/parse.ts";
import { type RunInput, runInputSchema } from "../../../statemachine/contract.ts";

/** What a person may say on the command line about a run. */
export interface RunOptions {
  readonly account?: readonly string[] | undefined;
  readonly report?: boolean | undefined;
  readonly asOf?: string | undefined;
}

/**
 * The input of an execution, checked by the schema that the scheduler checks it by.
 * @throws {InvalidInput} naming the option's field, its value and what was expected
 */
export function runInput({ account, report, asOf }: RunOptions): RunInput {
  return parse(
    runInputSchema,
    {
      ...(account === undefined ? {} : { accountIds: [...account] }),
      ...(report === true ? { mode: "report" } : {}),
      ...(asOf === undefined ? {} : { asOf }),
    },
    "run input",
  );
}

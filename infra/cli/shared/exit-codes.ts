/**
 * The exit codes of `curfew`; docs/cli.md promises them to scripts.
 * `failed`: the run failed, or `doctor` found a problem. `refused`: Curfew answered an approval or a restore with no.
 * `interrupted`: 128 and the number of SIGINT, as shells do it.
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  badInput: 2,
  coverageIncomplete: 3,
  noAccess: 4,
  refused: 5,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * What `curfew` exits with; docs/cli.md promises these to scripts.
 * `failed`: the run failed, or `doctor` found a problem. `interrupted`: 128 and the number of SIGINT, as a shell
 * has it.
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  badInput: 2,
  coverageIncomplete: 3,
  noAccess: 4,
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

import { beforeAll, expect } from "vitest";
import { CurfewProcess, curfew } from "../curfew-process.ts";
import { type SandboxProcess, startSandbox } from "../sandbox-process.ts";

/** The sandbox that all cases of a test file share. */
export type SharedSandbox = ReturnType<typeof sharedSandbox>;

/** Starts it before the first case. After the last one it must end without an error. */
export function sharedSandbox() {
  const shared: { process?: SandboxProcess } = {};
  const started = (): SandboxProcess => {
    if (shared.process === undefined) throw new Error("the sandbox has not been started");
    return shared.process;
  };
  beforeAll(async () => {
    shared.process = await startSandbox();
    return async () => {
      const { exitCode, err } = await started().end();
      expect([exitCode, err]).toEqual([0, ""]);
    };
  });
  return {
    started,
    /** `curfew` in a shell that has read the sandbox's environment. */
    run: (...argv: string[]) => curfew(argv, started().environment),
    /** The same, while it runs. */
    process: (...argv: string[]) => new CurfewProcess(argv, started().environment),
    /** The same with `--json`: standard output is always one document. */
    async answerOf(...argv: string[]) {
      const { out, ...ended } = await curfew([...argv, "--json"], started().environment);
      return { ...ended, answer: JSON.parse(out) };
    },
  };
}

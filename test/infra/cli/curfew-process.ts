import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Node's compile cache: with it, the next of fifty processes starts in half the time. */
const NODE_COMPILE_CACHE = join(tmpdir(), "curfew-compile-cache");

/** The output and exit code of a process. */
export interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** `curfew` in its own process, as a person or a script starts it. */
export class CurfewProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #out = "";
  #err = "";
  #heard: (() => void)[] = [];

  /** @param environment in addition to PATH and HOME; the machine's own AWS settings are not passed on */
  constructor(argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const { PATH = "", HOME = "" } = process.env;
    const command = fileURLToPath(new URL("../../../infra/cli/curfew.ts", import.meta.url));
    this.#child = spawn(process.execPath, [command, ...argv], {
      env: { PATH, HOME, NODE_COMPILE_CACHE, AWS_EC2_METADATA_DISABLED: "true", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#ended = once(this.#child, "close");
    this.#child.stdout?.on("data", (data: Buffer) => {
      this.#out += data;
      this.#notify();
    });
    this.#child.stderr?.on("data", (data: Buffer) => {
      this.#err += data;
    });
    this.#child.on("close", () => this.#notify());
  }

  /** Waits until standard output satisfies a condition. */
  async until(isThere: (out: string) => boolean): Promise<string> {
    while (!isThere(this.#out)) {
      if (this.#child.exitCode !== null) throw new Error(`it has ended: ${this.#err}`);
      await new Promise<void>((resolve) => this.#heard.push(resolve));
    }
    return this.#out;
  }

  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  async end(): Promise<Ended> {
    await this.#ended;
    return { exitCode: this.#child.exitCode, out: this.#out, err: this.#err };
  }

  #notify(): void {
    for (const listener of this.#heard.splice(0)) listener();
  }
}

/** Runs `curfew` to its end. */
export function curfew(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new CurfewProcess(argv, environment).end();
}

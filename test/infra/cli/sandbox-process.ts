import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import { CurfewProcess, type Ended } from "./curfew-process.ts";

const answerSchema = z.object({
  sandbox: z.object({
    endpointUrl: z.string(),
    accountId: z.string(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    inboxUrl: z.string(),
    settings: z.string(),
    run: z.string(),
    environmentFile: z.string(),
    report: z.string(),
  }),
});

/** A running `curfew sandbox --json`. */
export interface SandboxProcess {
  readonly sandbox: z.infer<typeof answerSchema>["sandbox"];
  /** The environment of a shell that talks to it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ctrl-C. */
  end(): Promise<Ended>;
}

/** Starts a sandbox as a process in its own directory, and waits for the end of its first run. */
export async function startSandbox(): Promise<SandboxProcess> {
  const directory = mkdtempSync(join(tmpdir(), "curfew-sandbox-"));
  const child = new CurfewProcess(["sandbox", "--json", "--directory", directory]);
  const answer = await child.until((out) => out.endsWith("}\n"));
  if (answer.startsWith('{\n  "error"')) throw new Error(`the sandbox did not start: ${answer}`);
  const { sandbox } = parse(answerSchema, JSON.parse(answer), "the answer of curfew sandbox");
  return {
    sandbox,
    environment: {
      AWS_ENDPOINT_URL: sandbox.endpointUrl,
      AWS_ACCESS_KEY_ID: sandbox.accessKeyId,
      AWS_SECRET_ACCESS_KEY: sandbox.secretAccessKey,
      AWS_REGION: sandbox.region,
      CURFEW_SETTINGS: sandbox.settings,
    },
    async end() {
      child.interrupt();
      const ended = await child.end();
      rmSync(directory, { recursive: true, force: true });
      return ended;
    },
  };
}

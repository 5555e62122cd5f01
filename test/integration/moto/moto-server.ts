import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { pythonWithMoto } from "./python-with-moto.ts";

/** A running moto server. */
export interface MotoServer {
  readonly url: string;
  /** Makes every access key this many days older. */
  ageKeys(days: number): Promise<void>;
  /** Ends the process and waits until it is gone. */
  close(): Promise<void>;
}

const script = fileURLToPath(new URL("moto-server.py", import.meta.url));

/** How much of moto's standard error an error shows. */
const keptCharacters = 4_000;

/**
 * Starts moto in a process that ends with this one, because its standard input is a pipe from here.
 * @param enginePort where moto's own Step Functions engine calls the other services
 */
export async function startMotoServer(enginePort: string): Promise<MotoServer> {
  const child = spawn(pythonWithMoto(), [script], {
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", MOTO_PORT: enginePort },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let said = "";
  child.stderr.on("data", (text: Buffer) => {
    said = (said + text.toString()).slice(-keptCharacters);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`moto ended: ${said}`);
    return line.value;
  };
  const port = await nextLine();
  return {
    url: `http://127.0.0.1:${port}`,
    async ageKeys(days) {
      child.stdin.write(`${days}\n`);
      await nextLine();
    },
    async close() {
      child.stdin.end();
      await closed;
    },
  };
}

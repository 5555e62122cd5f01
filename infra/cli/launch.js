#!/usr/bin/env node
// The one file here that any Node can read: `npx curfew` may start it with a Node that runs no TypeScript.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("curfew.ts", import.meta.url));

if (process.features.typescript) await import("./curfew.ts");
else startOn(fileURLToPath(new URL("../../node_modules/.bin/node", import.meta.url)));

/** @param {string} node the project's own Node, a dev dependency */
function startOn(node) {
  if (!existsSync(node)) {
    console.error(
      `curfew: Node ${process.versions.node} cannot run it; run npm ci first, or use Node 22.18 or later.`,
    );
    process.exitCode = 2;
    return;
  }
  const child = spawn(node, [command, ...process.argv.slice(2)], { stdio: "inherit" });
  // A Ctrl-C reaches both; the child decides what it means, and this process only waits.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(`curfew: ${node} could not be started: ${error.message}`);
    process.exitCode = 2;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

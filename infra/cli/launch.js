#!/usr/bin/env node
// The only file here that every Node can read: the command may start with a Node that cannot run TypeScript.
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
      `curfew: Node ${process.versions.node} cannot run Curfew. Run npm ci in its checkout, or use Node 22.18 or later.`,
    );
    process.exitCode = 2;
    return;
  }
  const child = spawn(node, [command, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches both processes. The child handles it; this one only waits.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", (error) => {
    console.error(`curfew: ${node} cannot be started: ${error.message}`);
    process.exitCode = 2;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

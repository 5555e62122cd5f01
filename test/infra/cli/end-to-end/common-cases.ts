import { expect, it } from "vitest";
import { curfew } from "../curfew-process.ts";
import type { SharedSandbox } from "./shared-sandbox.ts";

/** An employee's key on day 80 in the sample. */
const notifiedKey = "AKIAADF7MJCGNMZ7NBHH";

/** The cases that apply to every command. */
export function commonCases({ run, started }: SharedSandbox): void {
  it("exits with 2 and one sentence if it does not understand its arguments", async () => {
    const wrong = [
      ["stauts"],
      ["status", "--runs", "0"],
      ["run", "--account", "12"],
      ["explain"],
      ["status", "x"],
      [],
    ];
    const ended = await Promise.all(wrong.map((argv) => run(...argv)));

    expect(ended.map(({ exitCode }) => exitCode)).toEqual(wrong.map(() => 2));
    for (const { err } of ended) expect(err).toMatch(/^curfew: .+$/m);
  });

  it("exits with 4 without credentials, with unknown ones, without an answer, or without Curfew", async () => {
    const at = started().environment;
    const nobody = { AWS_REGION: "eu-central-1", HOME: "/nonexistent" };
    const stranger = { ...at, AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" };
    const nowhere = { ...at, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    const elsewhere = { ...at, AWS_REGION: "eu-west-1" };
    const ended = await Promise.all(
      [nobody, stranger, nowhere, elsewhere].map((environment) => curfew(["status", "--json"], environment)),
    );

    expect(ended.map(({ exitCode }) => exitCode)).toEqual([4, 4, 4, 4]);
    const messages = ended.map(({ out }) => JSON.parse(out).error.message);
    expect(messages).toEqual([
      expect.stringContaining("No usable AWS credentials"),
      expect.stringContaining("does not accept these credentials"),
      expect.stringContaining("Is `curfew sandbox` still running?"),
      expect.stringContaining("No Curfew is deployed in account 100000000002, Region eu-west-1"),
    ]);
  });

  it("asks for the Region if none is set", async () => {
    const { exitCode, err } = await curfew(["status"], { HOME: "/nonexistent" });

    expect(exitCode).toBe(2);
    expect(err).toContain("--region");
  });

  it.each([
    "run",
    "status",
    "explain",
    "forecast",
    "plan",
    "simulate",
    "untagged",
    "approve",
    "pause",
    "restore",
    "init",
    "preview",
    "doctor",
    "sandbox",
    "start",
  ])("%s has help with an example", async (name) => {
    const { exitCode, out } = await curfew([name, "--help"]);

    expect(exitCode).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: curfew ${name}`));
    expect(out).toMatch(new RegExp(`Examples:\n(.*\n)* {2}\\$ curfew ${name}`));
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("writes at most 80 columns, and uses colours only in a terminal", async () => {
    const commands = [["status"], ["forecast"], ["doctor"], ["explain", notifiedKey], ["--help"]];
    for (const argv of commands) {
      const { out } = await run(...argv);
      expect(out).not.toContain("\u001b[");
      const wide = out.split("\n").filter((line) => [...line].length > 80 && !/\S{50}/.test(line));
      expect(wide).toEqual([]);
    }
    const { out } = await curfew(["status"], { ...started().environment, FORCE_COLOR: "1" });
    expect(out).toContain("\u001b[");
  });
}

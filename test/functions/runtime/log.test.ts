import { afterEach, expect, it, vi } from "vitest";
import { describeError, log } from "../../../functions/runtime/log.ts";

afterEach(() => vi.restoreAllMocks());

/** What a function writes to standard output while `write` runs. */
function written(write: () => void): string {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  write();
  const text = out.mock.calls.map(([chunk]) => String(chunk)).join("");
  out.mockRestore();
  return text;
}

it("writes one JSON object per line, with the level and time that Lambda's log filter reads", () => {
  const text = written(() => {
    log("warn", "first\nsecond", { account: "000000000001" });
    log("info", "third");
  });

  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: "warn",
    message: "first\nsecond",
    account: "000000000001",
  });
});

it("does not use console, because Lambda would wrap the line", () => {
  const console_ = vi.spyOn(console, "log").mockReturnValue(undefined);

  expect(written(() => log("error", "failed"))).toContain('"level":"error"');
  expect(console_).not.toHaveBeenCalled();
});

it("keeps an error's name, message and all its causes", () => {
  const cause = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
  const error = new Error("ListUsers failed", { cause });

  expect(describeError(error)).toBe("Error: ListUsers failed <- ThrottlingException: Rate exceeded");
  expect(describeError("a string")).toBe("a string");
  expect(JSON.parse(written(() => log("error", "failed", {}, error)))).toMatchObject({
    error: describeError(error),
  });
});

it("shows at most the last four characters of an access key in an error", () => {
  const cause = new Error("The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.");

  const line = written(() =>
    log("error", "failed", {}, new Error("ASIAIOSFODNN7EXAMPLE expired", { cause })),
  );

  for (const text of [line, describeError(cause), describeError("AKIAIOSFODNN7EXAMPLE")]) {
    expect(text).toContain("…MPLE");
    expect(text).not.toContain("EXAMPLE");
  }
});

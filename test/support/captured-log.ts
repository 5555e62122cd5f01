import { afterEach, beforeEach, vi } from "vitest";

/** Keeps the workers' log lines out of the test output, and returns them to the test, one per line. */
export function capturedLog(): readonly string[] {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(process.stdout, "write").mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return lines;
}

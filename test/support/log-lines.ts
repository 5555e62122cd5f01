import { afterAll, beforeAll, vi } from "vitest";

/** Keeps the functions' log out of the test output, and returns it to the test: the text since the last call. */
export function loggedSince(): () => string {
  const lines: string[] = [];
  beforeAll(() => {
    lines.length = 0;
    vi.spyOn(process.stdout, "write").mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });
  return () => lines.splice(0).join("");
}

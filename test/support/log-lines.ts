import { afterAll, beforeAll, vi } from "vitest";

/** Keeps what the functions log out of the test's own output, and gives it to the test: the text since it was asked last. */
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

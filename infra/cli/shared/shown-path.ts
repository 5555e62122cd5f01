import { relative } from "node:path";

/** A path as a person types it: relative to their directory if the file is below it, absolute otherwise. */
export function shownPath(file: string, workingDirectory = process.cwd()): string {
  const path = relative(workingDirectory, file);
  return path === "" || path.startsWith("..") ? file : path;
}

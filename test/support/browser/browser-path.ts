/** The Chromium that shows pages in tests and pictures: where Linux has it, unless `CHROMIUM` names another. */
export function browserPath(): string {
  return process.env.CHROMIUM ?? "/usr/bin/chromium";
}

/** The Chromium for tests and pictures: the usual path on Linux, unless `CHROMIUM` names another. */
export function browserPath(): string {
  return process.env.CHROMIUM ?? "/usr/bin/chromium";
}

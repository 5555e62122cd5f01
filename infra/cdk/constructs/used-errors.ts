/** One module in the bundler's output: the line that names its file, and what follows up to the next such line. */
const modules = /^\/\/ (\S+)\n((?:(?!\/\/ \S+\n).*\n?)*)/gm;

/** Where a client's error classes are, and where they are made known to its deserializer. */
const errorModule = /\/dist-es\/(?:models\/errors|schemas\/schemas_\d+)\.js$/;
const registration = /^n0_registry\d*\.registerError\([\w$]+, (\w+)\);\n/gm;

/**
 * Leaves out the error classes that nobody refers to: a client brings one for each error of its whole service,
 * 46 KiB in the worker. An error without a class of its own is thrown as the client's base class, with the name
 * and the message that AWS sent; the SDK does so for every error that is newer than it is. Curfew knows errors by
 * their name (functions/aws/aws-errors.ts), and where it asks for the class, that one stays. So do classes whose
 * name the SDK knows, as of throttling, which AWS writes otherwise; and those that say of themselves that a call
 * may be tried again.
 * @param joined what the bundler made of some modules, not minified: it names the file of each part
 */
export function withUsedErrorsOnly(joined: string): string {
  const all = [...joined.matchAll(modules)].map(([, file = "", text = ""]) => ({
    text,
    isOfErrors: errorModule.test(file),
  }));
  const elsewhere = all.filter(({ isOfErrors }) => !isOfErrors).map(({ text }) => text);
  const used = new Set(elsewhere.flatMap((text) => text.match(/\w+/g) ?? []));
  const triedAgain = new Set(
    all
      .filter(({ isOfErrors }) => isOfErrors)
      .flatMap(({ text }) => text.split(/^var (?=\w+ = class )/m))
      .filter((text) => text.includes("$retryable"))
      .map((text) => /^\w+/.exec(text)?.[0]),
  );
  // Where two clients know an error of one name the bundler numbers it; the SDK's lists of names have none.
  const isUsed = (name: string) => used.has(name) || used.has(name.replace(/\d+$/, ""));
  return joined.replaceAll(registration, (line, name: string) =>
    isUsed(name) || triedAgain.has(name) ? line : "",
  );
}

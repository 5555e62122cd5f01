/** Where a file of schemas begins in the bundler's output, up to the next file. */
const schemaFiles = /^\/\/ \S+\/schemas\/schemas_\d+\.js\n(?:(?!\/\/ ).*\n)*/gm;

/**
 * Writes out the computed keys in the SDK's schemas: `[_h]`, where `_h` is a constant text. The bundler does
 * not know that such a key has no effect, and so keeps every schema of a REST client, used or not: 48 KiB of
 * the SES client for the one operation that is called.
 * @param joined what the bundler made of some modules, not minified: it names the file of each part
 */
export function withConstantKeys(joined: string): string {
  const constants = new Map<string, string>();
  for (const [file] of joined.matchAll(schemaFiles))
    for (const [, name = "", text = ""] of file.matchAll(/^(?:var|const) (_\w+) = ("[^"\\\n]*");$/gm))
      constants.set(name, text);
  return joined.replaceAll(schemaFiles, (file) =>
    file.replaceAll(/([{,]\s*)\[(_\w+)\]:/g, (found, before: string, name: string) => {
      const text = constants.get(name);
      return text === undefined ? found : `${before}${text}:`;
    }),
  );
}

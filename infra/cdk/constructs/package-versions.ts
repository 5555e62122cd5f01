/** A package.json in the bundler's output, up to the end of its object. */
const packageFiles = /^(\/\/ \S+\/package\.json\nvar \w+ = )(\{\n[\s\S]*?^\});$/gm;

/**
 * Leaves of each package.json the version. The SDK's clients import the whole file, scripts and addresses
 * included, to tell AWS their version in the user agent: 2 KiB a client.
 * @param joined what the bundler made of some modules, not minified: it names the file of each part
 * @throws {Error} where a package.json has no version, for then a client would send none
 */
export function withVersionsOnly(joined: string): string {
  return joined.replaceAll(packageFiles, (_, beginning: string, object: string) => {
    const version = /^ {2}version: ("[^"]+"),$/m.exec(object)?.[1];
    if (version === undefined) throw new Error(`no version in ${beginning.split("\n")[0] ?? ""}`);
    return `${beginning}{ version: ${version} };`;
  });
}

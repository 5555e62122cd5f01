/** How the SDK chooses a hash: `hasNativeCrypto ? buildNativeClass() : Sha1Js`, the names numbered by the bundler. */
const choice = /\bhasNativeCrypto\d* \? (buildNativeClass\d*\(\)) : \w+Js\d*\b/g;

/**
 * Takes Node's own hashes without asking whether they are there, as they are in Lambda. The SDK carries its own
 * in JavaScript for where they are not, and asks as it is loaded, so that the bundler has to keep them: 7 KiB.
 * @param joined what the bundler made of some modules, not minified
 */
export function withNativeHashes(joined: string): string {
  return joined.replaceAll(choice, "$1");
}

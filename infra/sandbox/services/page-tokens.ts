import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const sealBytes = 16;

/**
 * Markers and NextTokens. To a caller they are opaque, as AWS says they are; sealed, so that one which was
 * made up, altered, or comes from another account or listing is refused rather than taken for a position.
 */
export class PageTokens {
  readonly #key = randomBytes(32);

  /** @param listing names the list and its reader; a token is valid for the same list only */
  seal(listing: string, position: string): string {
    return Buffer.concat([this.#sealOf(listing, position), Buffer.from(position)]).toString("base64url");
  }

  /** The position, or `undefined` if the token is none of this listing. */
  open(listing: string, token: string): string | undefined {
    const bytes = Buffer.from(token, "base64url");
    if (bytes.length < sealBytes || bytes.toString("base64url") !== token) return undefined;
    const position = bytes.subarray(sealBytes).toString();
    const isOurs = timingSafeEqual(bytes.subarray(0, sealBytes), this.#sealOf(listing, position));
    return isOurs ? position : undefined;
  }

  #sealOf(listing: string, position: string): Buffer {
    const sealed = createHmac("sha256", this.#key).update(JSON.stringify([listing, position]));
    return sealed.digest().subarray(0, sealBytes);
  }
}

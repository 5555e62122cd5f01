import { AwsError } from "../../cloud/aws-error.ts";

/** Atoms and single dots between them (RFC 5322, `dot-atom`); SES has no SMTPUTF8, so ASCII only. */
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;

/** Labels of letters, digits and inner hyphens, at least two of them (RFC 1035, section 2.3.1). */
const domain = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/** Whether a text is one mail address and nothing around it. Quoted local parts are refused: Curfew sends none. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  return local.length <= 64 && text.length <= 254 && localPart.test(local) && domain.test(text.slice(at + 1));
}

/**
 * Refuses what is no address, with the sentence of SES v2 (github.com/domdomegg/aws-ses-v2-local, issue 44).
 * @throws {AwsError} `BadRequestException`
 */
export function checkAddress(text: string): void {
  if (!isAddress(text)) throw new AwsError("BadRequestException", `Invalid email address ${text}.`);
}

/** `Name <a@b>`. A name with other characters than these must be quoted (RFC 5322, `display-name`). */
const named = /^(?:[\w!#$%&'*+/=?^`{|}~ -]+|"(?:[^"\\\r\n]|\\[^\r\n])*") *<([^<>]+)>$/;

/**
 * The address in a FromEmailAddress or ReplyToAddress, which may have a display name: `Curfew <a@b>`.
 * Recipients have none here: a name in one of them would come from a tag.
 * @throws {AwsError} `BadRequestException`
 */
export function addressIn(text: string): string {
  const address = named.exec(text)?.[1] ?? text;
  if (!/^[\x20-\x7e]*$/.test(text) || !isAddress(address))
    throw new AwsError("BadRequestException", `Invalid email address ${text}.`);
  return address;
}

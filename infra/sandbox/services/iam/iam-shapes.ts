import * as z from "zod/mini";

/**
 * What IAM allows in names, paths, ids and tags (IAM API reference, the constraints of each parameter; the
 * Smithy model `userNameType`, `pathType`, `accessKeyIdType`, `tagKeyType`, `tagValueType`).
 */
export const userName = z
  .string()
  .check(
    z.minLength(1, "Member must have length greater than or equal to 1"),
    z.maxLength(64, "Member must have length less than or equal to 64"),
    z.regex(/^[\w+=,.@-]+$/, "Member must satisfy regular expression pattern: [\\w+=,.@-]+"),
  );

/** `/` or `/division/team/`. */
export const path = z
  .string()
  .check(
    z.maxLength(512),
    z.regex(
      /^\/([\u0021-\u007e]+\/)?$/,
      "The specified value for path is invalid. It must begin and end with / and contain only " +
        "alphanumeric characters and/or / characters.",
    ),
  );

/** The beginning of a path. */
export const pathPrefix = z.string().check(z.maxLength(512), z.regex(/^\/[\u0021-\u007f]*$/));

/** `AKIA…`. */
export const accessKeyId = z.string().check(z.minLength(16), z.maxLength(128), z.regex(/^\w+$/));

/** What an access key may be set to; `Expired` is in the model's enum, but no caller can set it. */
export const iamKeyStatus = z.enum(["Active", "Inactive"]);

const tagAlphabet = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Any tag key; `aws:` is AWS's own. */
export const tagKey = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(128),
    z.regex(tagAlphabet, "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
    z.regex(/^(?!aws:)/i, "Tag keys that begin with aws: are reserved"),
  );

/** A tag: an address fits in its value, a comma, a semicolon, `<` or a line break does not. */
export const tag = z.strictObject({
  Key: tagKey,
  Value: z
    .string()
    .check(
      z.maxLength(256),
      z.regex(tagAlphabet, "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"),
    ),
});

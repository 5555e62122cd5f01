import * as z from "zod/mini";

/** A resource has at most this many tags of its own (each service's quotas). */
const mostTags = 50;

/**
 * The strictest of the rules for the resources of the stacks. Keys: those of a StackSet's tags. Values: IAM's letters,
 * and not empty, as stacks and state machines require (CloudFormation template reference, Tag of each type).
 */
const keySchema = z
  .string()
  .check(
    z.regex(
      /^(?!aws:)[a-z0-9 _.:/=+-]{1,128}$/i,
      "expected a tag key of 1 to 128 letters, digits, spaces and _ . : / = + - that does not begin with aws:",
    ),
  );
const valueSchema = z
  .string()
  .check(
    z.regex(
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u,
      "expected a tag value of 1 to 256 letters, digits, spaces and _ . : / = + - @",
    ),
  );

/** The tags of every resource. */
export const tagsSchema = z.record(keySchema, valueSchema, "expected tags like { team: cloud }").check(
  z.superRefine((tags, context) => {
    const keys = Object.keys(tags);
    if (keys.length > mostTags)
      context.addIssue({ code: "custom", message: `expected at most ${mostTags} tags, got ${keys.length}` });
    // IAM compares the keys of a role's tags without regard to case (IAM user guide, Tags for IAM resources).
    const seen = new Map<string, string>();
    for (const key of keys) {
      const first = seen.get(key.toLowerCase());
      if (first === undefined) seen.set(key.toLowerCase(), key);
      else
        context.addIssue({
          code: "custom",
          path: [key],
          message: `differs from ${first} in case only, and IAM refuses both on one role`,
        });
    }
  }),
);

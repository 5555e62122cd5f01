import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { validated } from "../validated.ts";
import { tag } from "./iam-shapes.ts";

/** A tag as IAM's API writes it. */
export interface IamTag {
  readonly Key: string;
  readonly Value: string;
}

const mostTags = 50;

/**
 * The tags of one user. Keys are distinguished without case, and kept as they were written last:
 * `department=b` replaces `Department=a` (IAM user guide, "Tags for IAM resources", case sensitivity).
 */
export class IamTags {
  readonly #tags = new Map<string, IamTag>();

  /** Sorted by key, as ListUserTags gives them (IAM API reference). */
  list(): IamTag[] {
    return [...this.#tags.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  }

  /** @throws {AwsError} InvalidInput where one call names a key twice, LimitExceeded over 50 tags */
  put(tags: readonly IamTag[]): void {
    const wanted = validated(z.array(tag).check(z.maxLength(mostTags)), tags, "tags");
    const folded = new Map(wanted.map((each) => [fold(each.Key), each]));
    if (folded.size < wanted.length)
      throw new AwsError(
        "InvalidInput",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
    if (new Set([...this.#tags.keys(), ...folded.keys()]).size > mostTags)
      throw new AwsError("LimitExceeded", `Cannot exceed quota for TagsPerUser: ${mostTags}`, 409);
    for (const [key, each] of folded) this.#tags.set(key, { ...each });
  }

  /** A key that does not exist is not an error. */
  remove(keys: readonly string[]): void {
    for (const key of keys) this.#tags.delete(fold(key));
  }
}

function fold(key: string): string {
  return key.toLowerCase();
}

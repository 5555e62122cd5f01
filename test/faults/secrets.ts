import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";

/** Collects the secret keys and session tokens that STS returns. None of them may be in a log line. */
export function secretsOf(found: Set<string>): Interceptor {
  return {
    async after({ service, operation }, { body }) {
      if (service !== "sts" || operation !== "AssumeRole") return undefined;
      const text = Buffer.from(body).toString("utf8");
      for (const [, secret] of text.matchAll(/<(?:SecretAccessKey|SessionToken)>([^<]+)</g))
        if (secret !== undefined) found.add(secret);
      return undefined;
    },
  };
}

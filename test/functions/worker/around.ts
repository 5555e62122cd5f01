/**
 * What happens around a call of a port in memory: it may fail before or after its effect, wait, or never return. The
 * effect itself is atomic, as a call to AWS is.
 */
export type Around = <Answer>(call: string, effect: () => Answer) => Promise<Answer>;

/** Every call takes effect and returns. */
export const undisturbed: Around = async (_call, effect) => effect();

/** Calls whose name begins with one of these fail with its error, before they take effect. */
export function failing(errors: Readonly<Record<string, Error>>): Around {
  return async (call, effect) => {
    for (const [beginning, error] of Object.entries(errors)) if (call.startsWith(beginning)) throw error;
    return effect();
  };
}

/** Calls whose name begins with one of these take effect, but their answer is lost. */
export function losingAnswers(errors: Readonly<Record<string, Error>>): Around {
  return async (call, effect) => {
    const answer = effect();
    for (const [beginning, error] of Object.entries(errors)) if (call.startsWith(beginning)) throw error;
    return answer;
  };
}

/** An error as the AWS SDK throws it, by its name. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

/** Too many calls. The SDK retries it. */
export const throttled = awsError("ThrottlingException", "Rate exceeded");

/** The error of IAM and STS for a caller without permission. */
export const accessDenied = awsError("AccessDenied", "User is not authorized to perform this action");

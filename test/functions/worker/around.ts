/**
 * What happens around a call of a port in memory: it may fail before or after its effect, wait its turn, or
 * never come back. The effect itself is atomic, as a call to AWS is.
 */
export type Around = <Answer>(call: string, effect: () => Answer) => Promise<Answer>;

/** Every call takes effect and answers. */
export const undisturbed: Around = async (_call, effect) => effect();

/** Calls whose name begins like one of these fail with its error, before they take effect. */
export function failing(errors: Readonly<Record<string, Error>>): Around {
  return async (call, effect) => {
    for (const [beginning, error] of Object.entries(errors)) if (call.startsWith(beginning)) throw error;
    return effect();
  };
}

/** Calls whose name begins like one of these take effect, but their answer is lost. */
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

/** Too many calls: the SDK calls it transient. */
export const throttled = awsError("ThrottlingException", "Rate exceeded");

/** What IAM and STS answer to one who may not. */
export const accessDenied = awsError("AccessDenied", "User is not authorized to perform this action");

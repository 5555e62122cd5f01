import { expect, it } from "vitest";
import { isTransient } from "../../../functions/aws/aws-errors.ts";

/** An error of the SDK, while the clock of the machine is right or minutes off. */
function sdkError(name: string, httpStatusCode: number | undefined, isClockOff: boolean): Error {
  const note = isClockOff ? { clockSkewCorrected: true } : {};
  return Object.assign(new Error("as the service answers"), { name, $metadata: { httpStatusCode, ...note } });
}

it.each([
  { name: "AccessDenied", status: 403, isRetried: false },
  { name: "RegionDisabledException", status: 403, isRetried: false },
  { name: "NoSuchEntityException", status: 404, isRetried: false },
  { name: "ConditionalCheckFailedException", status: 400, isRetried: false },
  { name: "ThrottlingException", status: 400, isRetried: true },
  { name: "TooManyRequestsException", status: 429, isRetried: true },
  { name: "ServiceUnavailable", status: 503, isRetried: true },
  { name: "NotImplemented", status: 501, isRetried: true },
  { name: "TimeoutError", status: undefined, isRetried: true },
])(
  "whether $name ($status) may succeed later does not depend on the machine's clock: $isRetried",
  ({ name, status, isRetried }) => {
    expect(isTransient(sdkError(name, status, false))).toBe(isRetried);
    expect(isTransient(sdkError(name, status, true))).toBe(isRetried);
  },
);

// The SDK counts AccessDeniedException among the answers to a wrong signing time.
it.each(["RequestTimeTooSkewed", "SignatureDoesNotMatch", "AccessDeniedException"])(
  "takes %s for transient only if the SDK has corrected its clock since",
  (name) => {
    expect(isTransient(sdkError(name, 403, true))).toBe(true);
    expect(isTransient(sdkError(name, 403, false))).toBe(false);
  },
);

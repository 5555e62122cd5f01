/**
 * A refusal as AWS words it. Services throw it, the front renders it in the service's own wire format
 * (`Service.error`); anything else that is thrown counts as a bug and becomes an InternalFailure.
 */
export class AwsError extends Error {
  /** As it goes over the wire: `NoSuchEntity`, `AccessDeniedException`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;

  constructor(code: string, message: string, status = 400, options?: ErrorOptions) {
    super(message, options);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
  }
}

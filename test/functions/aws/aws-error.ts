/** An error as the SDK throws it for an error of AWS. */
export function awsError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

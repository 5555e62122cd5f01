/** An error as the SDK throws it for what AWS answered. */
export function awsError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

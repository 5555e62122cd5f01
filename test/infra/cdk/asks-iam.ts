import { IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { isNoSuchEntity, isTransient } from "../../../functions/aws/aws-errors.ts";

/** Bundled and started by used-errors.test.ts: asks for a user's keys and prints the error that comes back. */
const credentials = { accessKeyId: "a", secretAccessKey: "b" };
try {
  await new IAMClient({ credentials }).send(new ListAccessKeysCommand({ UserName: "jane" }));
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error("no Error was thrown");
  console.log(
    JSON.stringify({
      name,
      message,
      isNoSuchEntity: isNoSuchEntity(error),
      isTransient: isTransient(error),
    }),
  );
}

import { onTestFinished } from "vitest";
import type { EmbeddedCloudProps } from "../../infra/sandbox/embedded-cloud.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { AccountCloud } from "./account-cloud.ts";

/** A member account in an embedded cloud that is closed when the test ends. */
export async function startAccount(props: Partial<EmbeddedCloudProps> = {}): Promise<AccountCloud> {
  const settings = integrationSettings();
  const account = await AccountCloud.start(synthesizeOnce(settings), settings, props);
  onTestFinished(() => account.close());
  return account;
}

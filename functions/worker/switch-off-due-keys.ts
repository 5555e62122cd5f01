import type { AccessKey } from "../domain/access-key.ts";
import type { ActTask } from "./act.ts";
import { type Deactivated, deactivateKey } from "./deactivate-key.ts";
import { type DecideFacts, decideAboutUser } from "./decide.ts";
import type { InventoriedUser } from "./read-user.ts";

/**
 * Switches off those keys of a remembered user that are due, one after the other, as `act` would.
 * @param switchedOff takes what came of each, by access key id
 * @returns the user's keys as they were read right before the first of them was switched off; `undefined`
 * where none is due, or the reading failed
 */
export async function switchOffDueKeys(
  user: InventoriedUser,
  facts: DecideFacts,
  { member, ledger }: Pick<ActTask, "member" | "ledger">,
  switchedOff: Map<string, Deactivated>,
): Promise<readonly AccessKey[] | undefined> {
  const due = decideAboutUser(user, facts).judged.filter(({ decision }) => decision.verdict === "deactivate");
  let listed: readonly AccessKey[] | undefined;
  const observed = {
    ...member,
    async accessKeys(userName: string) {
      const keys = await member.accessKeys(userName);
      listed ??= keys;
      return keys;
    },
  };
  for (const key of due) switchedOff.set(key.key.accessKeyId, await deactivateKey(key, observed, ledger));
  return listed;
}

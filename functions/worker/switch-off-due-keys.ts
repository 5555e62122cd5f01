import type { MemberAccount } from "../aws/member-account.ts";
import type { AccessKey } from "../domain/access-key.ts";
import type { ActTask } from "./act.ts";
import { type Deactivated, deactivateKey } from "./deactivate-key.ts";
import { type DecideFacts, decideAboutUser } from "./decide.ts";
import type { InventoriedUser } from "./read-user.ts";

/**
 * Switches off those keys of a user that are due and were listed just now, one after the other. The listing is
 * the reading right before the first of them; before the second it is old, and the keys are read again.
 * @param switchedOff takes what came of each, by access key id
 */
export async function switchOffDueKeys(
  user: InventoriedUser,
  facts: DecideFacts,
  { member, ledger }: Pick<ActTask, "member" | "ledger">,
  switchedOff: Map<string, Deactivated>,
): Promise<void> {
  const due = decideAboutUser(user, facts).judged.filter(({ decision }) => decision.verdict === "deactivate");
  const account = servingFirst(member, user.keys);
  for (const key of due) switchedOff.set(key.key.accessKeyId, await deactivateKey(key, account, ledger));
}

/** The account, whose first answer about keys is what was listed just now. */
function servingFirst(member: MemberAccount, listed: readonly AccessKey[]): MemberAccount {
  const served = [[...listed]];
  return { ...member, accessKeys: async (userName) => served.pop() ?? member.accessKeys(userName) };
}

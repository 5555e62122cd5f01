import { expect, it } from "vitest";
import type { Decision } from "../../../functions/domain/decision.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { propertyCases } from "../../support/property-cases.ts";
import { checkLives } from "./check-lives.ts";

/** Recipients in the order of their addresses: who is mailed first does not matter. */
function inOrder(decision: Decision): Decision {
  const { notice } = decision;
  if (notice === undefined) return decision;
  const to = notice.to.toSorted((one, other) => (one.address < other.address ? -1 : 1));
  return { ...decision, notice: { ...notice, to } };
}

it("a decision does not depend on the order in which the ledger lists the notices", async () => {
  let seen = 0;
  await checkLives((life) => {
    const { accessKeyId, createdOn } = life;
    for (const { day, decision, historyBefore: history, status, tags, rules, happens } of life.days) {
      if (decision === undefined || history.notices.length < 2) continue;
      seen += 1;
      const reversed = { ...history, notices: history.notices.toReversed() };
      const again = evaluateKey({
        key: { accessKeyId, userName: "ann", status, createdOn },
        tags,
        history: reversed,
        rules,
        today: day,
        pausedUntil: happens.pausedUntil,
        spreadOverDays: happens.spreadOverDays ?? 1,
      });
      expect(inOrder(again), `on ${day}`).toEqual(inOrder(decision));
    }
  });
  expect(seen).toBeGreaterThan(propertyCases);
});

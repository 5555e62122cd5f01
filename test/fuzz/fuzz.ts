import { afterAll, expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { fuzzAccountResults, fuzzInventory, fuzzWorkList } from "./bucket-files.fuzz.ts";
import type { Fared } from "./clear-or-right.ts";
import { fuzzCredentialReports, fuzzTagValues } from "./iam-answers.fuzz.ts";
import { fuzzLedgerItem, fuzzLedgerItems } from "./ledger-items.fuzz.ts";
import { fuzzReportEvent, fuzzRestoreOrder, fuzzRunInput, fuzzWorkerEvent } from "./run-input.fuzz.ts";
import { fuzzPolicyFile, fuzzSettings } from "./settings.fuzz.ts";

const subjects: Readonly<Record<string, (runs: number) => Promise<Fared>>> = {
  "run input": fuzzRunInput,
  "order to restore": fuzzRestoreOrder,
  "worker event": fuzzWorkerEvent,
  "report event": fuzzReportEvent,
  settings: fuzzSettings,
  "policy.json": fuzzPolicyFile,
  "account results": fuzzAccountResults,
  "work list": fuzzWorkList,
  "inventory file": fuzzInventory,
  "ledger item": fuzzLedgerItem,
  "ledger item in a worker": fuzzLedgerItems,
  "credential report": fuzzCredentialReports,
  "tag values": fuzzTagValues,
};

/**
 * Fuzzes everything that comes from outside.
 * @param figures the name to print the figures under; absent: they are not printed
 */
export function describeFuzz(runs: number, figures?: string): void {
  loggedSince();
  const all: Record<string, Fared> = {};
  afterAll(() => {
    if (figures === undefined) return;
    printFigures(figures, all);
  });
  for (const [subject, fuzz] of Object.entries(subjects))
    it(`${subject}: a clear refusal or a right run, whatever it says`, async () => {
      const fared = await fuzz(runs);
      all[subject] = fared;
      expect(fared.inputs).toBeGreaterThanOrEqual(runs);
      expect(fared.taken).toBeGreaterThan(0);
    });
}

import { freeTier, type Price, prices } from "./prices.ts";
import type { Usage } from "./results.ts";

/** Runs a month. */
const days = 30;
/** How long run reports are kept, and logs: the defaults of a deployment. */
const reportDays = 400;
const logDays = 90;
const bytesPerGb = 1024 ** 3;

/** One thing that AWS charges for. */
export interface CostLine {
  readonly what: string;
  readonly price: Price;
  /** Units for one account and one day. */
  readonly perAccountDay: number;
  /** Units a month. */
  readonly units: number;
  readonly dollars: number;
}

/** What Curfew costs a month. */
export interface MonthlyCost {
  readonly accounts: number;
  readonly lines: readonly CostLine[];
  readonly dollars: number;
  /** After what AWS gives for nothing of transitions, GB-seconds and invocations. */
  readonly dollarsAfterFreeTier: number;
}

/**
 * The cost of a month of steady days. What one account used is taken from a run that was measured, and every
 * account is taken to use as much: that it grows no faster than the Organization is measured beside it.
 */
export function monthlyCost(measured: Usage, accounts: number): MonthlyCost {
  const line = (what: string, price: Price, used: number, monthsKept = 1): CostLine => {
    const perAccountDay = used / measured.accounts;
    const units = perAccountDay * accounts * days * monthsKept;
    return { what, price, perAccountDay, units, dollars: units * price.dollars };
  };
  const runGb = measured.runBytes / bytesPerGb;
  const logGb = measured.logBytes / bytesPerGb;
  const lines = [
    line("Step Functions: transitions", prices.transition, measured.transitions),
    line("Step Functions: child starts", prices.childExecution, measured.childExecutions),
    line("Lambda: GB-seconds", prices.gbSecond, measured.gbSeconds),
    line("Lambda: invocations", prices.invocation, measured.invocations),
    line("DynamoDB: write units", prices.writeUnit, measured.writeUnits),
    line("DynamoDB: read units", prices.readUnit, measured.readUnits),
    line("S3: writes", prices.s3Put, measured.s3Puts),
    line("S3: reads", prices.s3Get, measured.s3Gets),
    line("S3: GB kept for 400 days", prices.s3GbMonth, runGb, reportDays / days),
    line("SES: mails", prices.mail, measured.mails),
    line("Logs: GB taken in", prices.logGb, logGb),
    line("Logs: GB kept for 90 days", prices.logGbMonth, logGb, logDays / days),
    line("EventBridge: events", prices.event, measured.events),
  ];
  const dollars = lines.reduce((sum, cost) => sum + cost.dollars, 0);
  return { accounts, lines, dollars, dollarsAfterFreeTier: dollars - freeTierWorth(lines) };
}

function freeTierWorth(lines: readonly CostLine[]): number {
  const given = new Map<Price, number>([
    [prices.transition, freeTier.transitions],
    [prices.gbSecond, freeTier.gbSeconds],
    [prices.invocation, freeTier.invocations],
  ]);
  return lines.reduce(
    (sum, { price, units }) => sum + Math.min(units, given.get(price) ?? 0) * price.dollars,
    0,
  );
}

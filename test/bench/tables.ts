import { costTable } from "./cost-table.ts";
import { ratio, short, time, whole } from "./figure-format.ts";
import type { FigureTable } from "./figure-table.ts";
import { growthOf } from "./growth.ts";
import type { AccountFigures, BenchResults, ExecutionFigures, Measured } from "./results.ts";

/** The tables of a bench; one without rows was not measured. */
export function tablesOf(results: BenchResults): FigureTable[] {
  return [
    accountTable(results),
    organizationTable(results),
    ratioTable(results),
    fanOutTable(results),
    paceTable(results),
    startUpTable(results),
    costTable(results),
    circumstancesTable(results),
  ];
}

function accountTable({ accounts }: BenchResults): FigureTable {
  return {
    name: "account",
    title: "One account: calls and time, beside a sequential listing",
    head: ["users", "pass", "calls", "time", "fewer calls", "faster", "worker MB", "measured"],
    rows: accounts.flatMap((account) => [
      ...(account.sequential === undefined
        ? []
        : [measuredRow(account, "sequential listing", account.sequential, account.sequentialRepetitions)]),
      measuredRow(account, "first run", account.firstRun, account.repetitions),
      measuredRow(account, "steady day", account.steadyDay, account.repetitions),
      measuredRow(account, "day without changes", account.quietDay, account.repetitions),
    ]),
  };
}

function measuredRow(
  { users, sequential, workerPeakMb }: AccountFigures,
  pass: string,
  { calls, seconds }: Measured,
  passes: number,
): string[] {
  const isCurfew = pass !== "sequential listing";
  const beside = isCurfew ? sequential : undefined;
  return [
    whole(users),
    pass,
    whole(calls),
    time(seconds),
    beside === undefined ? "" : `${short(beside.calls / calls)} times`,
    beside === undefined ? "" : `${short(beside.seconds / seconds)} times`,
    isCurfew ? whole(workerPeakMb) : "",
    passes === 1 ? "once" : `${passes} times`,
  ];
}

function organizationTable({ organizations }: BenchResults): FigureTable {
  return {
    name: "organization",
    title: "An Organization through the whole state machine",
    head: ["accounts", "run", "time", "accounts a second", "calls an account", "transitions an account"],
    rows: organizations.flatMap(({ accounts, firstRun, steadyDay }) => [
      executionRow(accounts, "first run", firstRun),
      executionRow(accounts, "steady day", steadyDay),
    ]),
  };
}

function executionRow(accounts: number, run: string, { seconds, usage }: ExecutionFigures): string[] {
  const each = (used: number) => short(used / usage.accounts);
  return [
    whole(accounts),
    run,
    time(seconds),
    short(usage.accounts / seconds),
    each(usage.calls),
    each(usage.transitions),
  ];
}

function ratioTable(results: BenchResults): FigureTable {
  const peak = new Map(results.organizations.map(({ accounts, peakMemoryMb }) => [accounts, peakMemoryMb]));
  return {
    name: "growth",
    title: "Growth: an account on a steady day, compared with the smallest Organization; peak memory",
    head: [
      "accounts",
      "calls",
      "calls in accounts",
      "transitions",
      "invocations",
      "dollars",
      "scheduler MB",
      "worker MB",
      "report MB",
    ],
    rows: growthOf(results).map(({ accounts, calls, accountCalls, transitions, invocations, dollars }) => [
      whole(accounts),
      ratio(calls),
      ratio(accountCalls),
      ratio(transitions),
      ratio(invocations),
      ratio(dollars),
      whole(peak.get(accounts)?.scheduler ?? 0),
      whole(peak.get(accounts)?.worker ?? 0),
      whole(peak.get(accounts)?.report ?? 0),
    ]),
  };
}

function fanOutTable({ fanOut }: BenchResults): FigureTable {
  return {
    name: "fan-out",
    title: "The functions that see the whole Organization",
    head: ["function", "accounts", "time", "peak memory MB", "memory setting MB", "outcome"],
    rows: fanOut.map((figures) => [
      figures.function,
      whole(figures.accounts),
      time(figures.seconds),
      whole(figures.peakMemoryMb),
      whole(figures.memoryMb),
      figures.failure ?? "done",
    ]),
  };
}

function paceTable({ paced }: BenchResults): FigureTable {
  return {
    name: "pace",
    title: "An account whose IAM is throttled",
    head: ["limit", "users", "calls", "throttled", "time", "without a pause", "outcome"],
    rows: paced.map(({ users, callsPerSecond, calls, throttled, seconds, outcome }) => [
      `${callsPerSecond} a second`,
      whole(users),
      whole(calls),
      `${((100 * throttled) / calls).toFixed(1)} %`,
      time(seconds),
      // As fast as the limit lets calls through, after a burst of one second's worth.
      time((calls - throttled) / callsPerSecond - 1),
      outcome,
    ]),
  };
}

function startUpTable({ startUp }: BenchResults): FigureTable {
  return {
    name: "start-up",
    title: "Bundles",
    head: ["function", "bundle KiB", "import ms"],
    rows: startUp.map((figures) => [
      figures.function,
      whole(figures.bundleKib),
      whole(figures.importMilliseconds),
    ]),
  };
}

function circumstancesTable({ circumstances, quick }: BenchResults): FigureTable {
  return {
    name: "circumstances",
    title: "Measured when and where",
    head: ["part", "measured", "in", "load before", "machine"],
    rows: Object.entries(circumstances).map(([part, measured]) => [
      part,
      `${measured.measuredAt.slice(0, 10)}${quick ? ", quickly" : ""}`,
      time(measured.seconds),
      measured.loadBefore.toFixed(2),
      `${measured.cores} cores of ${measured.cpu}, ${short(measured.memoryGb)} GB, Node ${measured.node}`,
    ]),
  };
}

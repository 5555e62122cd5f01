import type { Mutation } from "./mutation.ts";

const ledger = "functions/aws/ledger.ts";
const protocol = "test/functions/aws/ledger-protocol.test.ts";
const embedded = "test/infra/sandbox/services/dynamodb/ledger.test.ts";
const twoWorkers = "test/functions/worker/two-workers.test.ts";
const runsAtOnce = "test/faults/runs-at-once.test.ts";
const shortSoak = "test/soak/short-soak.test.ts";

/** The conditions of the ledger's writes, and what it forgets. */
export const ledgerMutations: readonly Mutation[] = [
  {
    breaks: "A notice is claimed whoever holds it: the condition is gone",
    file: ledger,
    replace: '"attribute_not_exists(#notice) OR (',
    by: '"attribute_not_exists(#notice) OR attribute_exists(#notice) OR (',
    caughtBy: [protocol, embedded, runsAtOnce],
  },
  {
    breaks: "A claim is never given away, however old it is",
    file: ledger,
    replace: "#notice.claimedAt < :stale OR #notice.invocation = :me",
    by: "(#notice.claimedAt < :stale AND #notice.claimedAt > :stale) OR #notice.invocation = :me",
    caughtBy: [protocol, embedded],
  },
  {
    breaks: "A claim is kept for longer than the state machine waits before it comes back",
    file: ledger,
    replace: "claimLeaseMilliseconds = 90_000",
    by: "claimLeaseMilliseconds = 110_000",
    caughtBy: ["test/statemachine/daily.asl.test.ts"],
  },
  {
    breaks: "A worker's own claim counts as somebody else's",
    file: ledger,
    replace: "(#notice.claimedAt < :stale OR #notice.invocation = :me)",
    by: "(#notice.claimedAt < :stale OR (#notice.invocation = :me AND #notice.invocation <> :me))",
    caughtBy: [protocol, embedded],
  },
  {
    breaks: "A claim is given back whoever holds it now",
    file: ledger,
    replace: `        { ":me": writer.invocation },
        "#notice.invocation = :me",`,
    by: `        { ":me": writer.invocation },
        "#notice.invocation = :me OR attribute_exists(#notice)",`,
    caughtBy: [protocol, embedded],
  },
  {
    breaks: "A sent notice is not confirmed",
    file: "functions/notices/send-notices.ts",
    replace: "(ref) => ledger.confirmNotice(ref, messageId)",
    by: "async () => void messageId",
    caughtBy: ["test/functions/worker/enforce-account.test.ts", shortSoak],
  },
  {
    breaks: "A deactivation is intended whoever else is at it",
    file: ledger,
    replace: '"attribute_not_exists(#deactivation) OR (',
    by: '"attribute_not_exists(#deactivation) OR attribute_exists(#deactivation) OR (',
    caughtBy: [protocol, embedded],
  },
  {
    breaks: "A completed deactivation goes back to an earlier one",
    file: ledger,
    replace: '"attribute_not_exists(#deactivation) OR #deactivation.#count <= :count"',
    by: '"attribute_not_exists(#deactivation) OR attribute_exists(#deactivation) OR #deactivation.#count <= :count"',
    caughtBy: [protocol],
  },
  {
    breaks: "An intention that is taken back takes a done deactivation with it",
    file: ledger,
    replace: 'const condition = "#deactivation.#state = :intended"',
    by: 'const condition = "#deactivation.#state = :intended OR #deactivation.#state <> :intended"',
    caughtBy: [protocol, embedded],
  },
  {
    breaks: "Only the first page of the ledger is read",
    file: ledger,
    replace: "of paginateQuery({ client }, query))",
    by: "of [(await paginateQuery({ client }, query).next()).value])",
    caughtBy: [protocol, shortSoak],
  },
  {
    breaks: "The ledger is read without consistency",
    file: ledger,
    replace: "ConsistentRead: true",
    by: "ConsistentRead: false",
    caughtBy: [protocol],
  },
  {
    breaks: "An item that cannot be read counts as a key nobody was told about",
    file: ledger,
    replace: "found.set(accessKeyId, { unreadable: describeError(error) });",
    by: "found.set(accessKeyId, { notices: [] }); void describeError(error);",
    caughtBy: [protocol],
  },
  {
    breaks: "Another worker's claim does not bring the worker back",
    file: "functions/worker/enforce-member.ts",
    replace: 'notices.some(({ outcome }) => outcome === "inFlight")',
    by: "notices.length < 0",
    caughtBy: [twoWorkers],
  },
];

/** How sure a price is: read in AWS's own text, found in a second place only, or not found at all. */
export type Confidence = "AWS's page" | "second-hand" | "unconfirmed";

/** What AWS asks for one unit. */
export interface Price {
  /** Dollars for one. */
  readonly dollars: number;
  /** As people quote it. */
  readonly quoted: string;
  readonly confidence: Confidence;
}

/**
 * Prices in us-east-1 without any free tier, gathered in November 2026 (aws-facts, section 8); AWS's price
 * pages were not at hand then, so check before you rely on them. IAM, STS, Organizations and StackSets cost
 * nothing as far as is known.
 */
export const prices = {
  transition: {
    dollars: 0.025 / 1_000,
    quoted: "$0.025 per 1,000 transitions",
    confidence: "AWS's page",
  },
  /** Whether starting a child of a Distributed Map counts as a transition of its own is not known; it is believed to. */
  childExecution: {
    dollars: 0.025 / 1_000,
    quoted: "$0.025 per 1,000, as a transition each",
    confidence: "unconfirmed",
  },
  gbSecond: {
    dollars: 0.0000133334,
    quoted: "$0.0000133334 per GB-second (arm64)",
    confidence: "second-hand",
  },
  invocation: { dollars: 0.2 / 1_000_000, quoted: "$0.20 per million requests", confidence: "second-hand" },
  writeUnit: { dollars: 0.625 / 1_000_000, quoted: "$0.625 per million units", confidence: "second-hand" },
  readUnit: { dollars: 0.125 / 1_000_000, quoted: "$0.125 per million units", confidence: "second-hand" },
  s3Put: { dollars: 0.005 / 1_000, quoted: "$0.005 per 1,000", confidence: "second-hand" },
  s3Get: { dollars: 0.0004 / 1_000, quoted: "$0.0004 per 1,000", confidence: "second-hand" },
  s3GbMonth: { dollars: 0.023, quoted: "$0.023 per GB and month", confidence: "second-hand" },
  mail: { dollars: 0.1 / 1_000, quoted: "$0.10 per 1,000", confidence: "second-hand" },
  logGb: { dollars: 0.5, quoted: "$0.50 per GB taken in", confidence: "second-hand" },
  logGbMonth: { dollars: 0.03, quoted: "$0.03 per GB and month", confidence: "second-hand" },
  event: { dollars: 1 / 1_000_000, quoted: "$1.00 per million events", confidence: "unconfirmed" },
} as const satisfies Readonly<Record<string, Price>>;

/** What AWS gives each month for nothing, for as long as the account lives. */
export const freeTier = { transitions: 4_000, gbSeconds: 400_000, invocations: 1_000_000 } as const;

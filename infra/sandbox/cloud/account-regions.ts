/**
 * The Regions that an account must enable before it can use them (AWS account management guide, "Enable or
 * disable AWS Regions in your account"). All others are enabled in every account.
 */
const optInRegions = new Set([
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
]);

/** In which Regions each account can be used. */
export class AccountRegions {
  readonly #changed = new Map<string, boolean>();

  /** Enables an opt-in Region in an account. */
  enable(accountId: string, region: string): void {
    this.#changed.set(`${accountId} ${region}`, true);
  }

  /** Disables a Region in an account, or its STS endpoint, which can be deactivated on its own. */
  disable(accountId: string, region: string): void {
    this.#changed.set(`${accountId} ${region}`, false);
  }

  isEnabled(accountId: string, region: string): boolean {
    return this.#changed.get(`${accountId} ${region}`) ?? !optInRegions.has(region);
  }
}

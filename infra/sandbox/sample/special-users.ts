import type { Tag } from "../../../functions/domain/user-facts.ts";
import type { SampleKey, SampleUser } from "./organization.ts";

/** A user whose case the sample must contain, before it gets a name of its own. */
export type SpecialUser = Omit<SampleUser, "userName"> & { readonly nickname: string };

/** The same case is looked at on the days around every stage. */
const boundaryAges = [69, 70, 71, 79, 80, 81, 89, 90, 91];

const domain = "example.com";

/** Every case of the rules, once each. The generator spreads them over the accounts. */
export function specialUsers(): SpecialUser[] {
  return [
    ...boundaryAges.flatMap((ageDays) => [
      special(`employee-day-${ageDays}`, employee, [used(ageDays)]),
      special(`machine-day-${ageDays}`, machine, [used(ageDays)]),
    ]),
    special("employee-day-90-with-a-fresh-key", employee, [used(90), used(3)]),
    special("employee-with-two-due-keys", employee, [used(80), used(70)]),
    special("employee-who-switched-off-himself", employee, [off(200), used(12)]),
    special("employee-with-two-old-keys-off", employee, [off(400), off(300)]),
    special("employee-400-days", employee, [used(400)]),
    special("machine-400-days", machine, [used(400)]),
    special("machine-390-days-two-keys", machine, [used(390), off(500)]),
    special("nobody-knows-the-type", { email: "it-ops@example.com" }, [used(95)]),
    special("type-is-contractor", { email: "vendor@example.com", UserType: "Contractor" }, [used(100)]),
    special("employee-without-email", { UserType: "employee" }, [used(80)]),
    special("employee-with-bad-email", { UserType: "employee", email: "ask reception" }, [used(70)]),
    special("employee-mail-elsewhere", { UserType: "employee", email: "jo@other-company.test" }, [used(70)]),
    special(
      "employee-with-two-addresses",
      { UserType: "employee", email: "kim@example.com kim+aws@example.com" },
      [used(80)],
    ),
    special("spelled-employee", { Email: "lee@example.com", usertype: "Employee" }, [used(90)]),
    special("spelled-EMPLOYEE", { EMAIL: "max@example.com", USERTYPE: "EMPLOYEE" }, [used(80)]),
    special("spelled-machine", { eMail: "team-ci@example.com", userType: "MACHINE" }, [used(90)]),
    special("exempt-for-a-month", { ...employee, CurfewExempt: `@30 sam@${domain} moving to roles` }, [
      used(120),
    ]),
    special("exemption-cannot-be-read", { ...employee, CurfewExempt: "please" }, [used(95)]),
    special("never-used-day-90", employee, [{ ageDays: 90, active: true }], "Spare key for the release"),
  ];
}

const employee = { email: `@@${domain}`, UserType: "employee" };
const machine = { email: `team-platform@${domain}`, UserType: "machine" };

function special(
  nickname: string,
  tags: Readonly<Record<string, string>>,
  keys: readonly SampleKey[],
  firstKeyDescription?: string,
): SpecialUser {
  const list: Tag[] = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return {
    nickname,
    tags: list,
    keys,
    ...(firstKeyDescription === undefined ? {} : { firstKeyDescription }),
  };
}

function used(ageDays: number): SampleKey {
  return { ageDays, active: true, lastUsedDaysAgo: Math.min(1, ageDays), lastUsedService: "s3" };
}

function off(ageDays: number): SampleKey {
  return { ageDays, active: false, lastUsedDaysAgo: ageDays - 20, lastUsedService: "ec2" };
}

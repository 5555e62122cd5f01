/** The calls of AWS Organizations by which the scheduler and restore find accounts. */
export const accountActions = [
  "organizations:DescribeAccount",
  "organizations:ListAccounts",
  "organizations:ListAccountsForParent",
  "organizations:ListOrganizationalUnitsForParent",
  "organizations:ListRoots",
] as const;

/**
 * All calls of AWS Organizations; the scheduler also asks for the names of OUs. The functions' roles allow them in the
 * hub account, the delegation policy in the management account; a call needs both.
 */
export const organizationActions = [...accountActions, "organizations:DescribeOrganizationalUnit"] as const;

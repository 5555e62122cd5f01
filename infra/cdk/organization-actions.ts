/** The calls of AWS Organizations with which scheduler and restore find accounts. */
export const accountActions = [
  "organizations:DescribeAccount",
  "organizations:ListAccounts",
  "organizations:ListAccountsForParent",
  "organizations:ListOrganizationalUnitsForParent",
  "organizations:ListRoots",
] as const;

/**
 * All calls of AWS Organizations. The scheduler also reads the names of OUs. The functions' roles allow them in the
 * hub account, the delegation policy in the management account. A call needs both.
 */
export const organizationActions = [...accountActions, "organizations:DescribeOrganizationalUnit"] as const;

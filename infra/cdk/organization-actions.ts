/**
 * The calls of AWS Organizations that the scheduler and restore make. Their roles allow them in the hub account, the
 * delegation policy in the management account; a call needs both.
 */
export const organizationActions = [
  "organizations:DescribeAccount",
  "organizations:ListAccounts",
  "organizations:ListAccountsForParent",
  "organizations:ListOrganizationalUnitsForParent",
  "organizations:ListRoots",
] as const;

import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { validated } from "../validated.ts";
import {
  accountAnswer,
  arnOf,
  organizationAnswer,
  ouAnswer,
  resourcePolicyAnswer,
  rootAnswer,
} from "./organization-answers.ts";
import { organizationPage, organizationPageInput, type Paging } from "./organization-page.ts";
import type { OrganizationTree } from "./organization-tree.ts";

/** What an operation reads. */
export interface OrganizationsCall {
  readonly tree: OrganizationTree;
  readonly paging: Paging;
  readonly withPaths: boolean;
}

/** One operation of Organizations, as the service's table holds it. */
export interface OrganizationsOperation {
  /** Open to every member account, not only to those that may read the Organization. */
  readonly forEveryMember: boolean;
  /** What it is authorized on (service authorization reference, Organizations). */
  resource(tree: OrganizationTree, body: unknown): string;
  run(call: OrganizationsCall, body: unknown): unknown;
}

const accountId = z.string().check(z.regex(/^\d{12}$/, "is not 12 digits"));
const ouId = z.string().check(z.regex(/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, "is not the ID of an OU"));
const parentId = z
  .string()
  .check(z.regex(/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/, "is neither a root nor an OU"));
const page = z.strictObject(organizationPageInput);
const pageUnderParent = z.strictObject({ ParentId: parentId, ...organizationPageInput });

/** The operations by name. A list is authorized on everything, one account or OU on its ARN. */
export const organizationsOperations: ReadonlyMap<string, OrganizationsOperation> = new Map([
  [
    "DescribeOrganization",
    operation(z.strictObject({}), ({ tree }) => ({ Organization: organizationAnswer(tree) }), {
      forEveryMember: true,
    }),
  ],
  [
    "DescribeAccount",
    operation(
      z.strictObject({ AccountId: accountId }),
      ({ tree, withPaths }, { AccountId }) => {
        const account = tree.account(AccountId);
        if (account === undefined)
          throw new AwsError("AccountNotFoundException", "You specified an account that doesn't exist.");
        return { Account: accountAnswer(tree, account, withPaths) };
      },
      { resource: (tree, { AccountId }) => arnOf(tree, "account", AccountId) },
    ),
  ],
  [
    "DescribeOrganizationalUnit",
    operation(
      z.strictObject({ OrganizationalUnitId: ouId }),
      ({ tree }, { OrganizationalUnitId }) => {
        const ou = tree.organizationalUnit(OrganizationalUnitId);
        if (ou === undefined)
          throw new AwsError(
            "OrganizationalUnitNotFoundException",
            "You specified an organizational unit that doesn't exist.",
          );
        return { OrganizationalUnit: ouAnswer(tree, ou) };
      },
      { resource: (tree, { OrganizationalUnitId }) => arnOf(tree, "ou", OrganizationalUnitId) },
    ),
  ],
  [
    "DescribeResourcePolicy",
    operation(z.strictObject({}), ({ tree }) => ({ ResourcePolicy: resourcePolicyAnswer(tree) })),
  ],
  [
    "ListAccounts",
    operation(page, ({ tree, paging, withPaths }, input) => {
      const { items, ...rest } = organizationPage(paging, tree.accounts(), input, "ListAccounts");
      return { Accounts: items.map((account) => accountAnswer(tree, account, withPaths)), ...rest };
    }),
  ],
  [
    "ListAccountsForParent",
    operation(pageUnderParent, ({ tree, paging, withPaths }, { ParentId, ...input }) => {
      const accounts = tree.accountsUnder(existing(tree, ParentId));
      const { items, ...rest } = organizationPage(paging, accounts, input, `ListAccounts ${ParentId}`);
      return { Accounts: items.map((account) => accountAnswer(tree, account, withPaths)), ...rest };
    }),
  ],
  [
    "ListOrganizationalUnitsForParent",
    operation(pageUnderParent, ({ tree, paging }, { ParentId, ...input }) => {
      const ous = tree.ousUnder(existing(tree, ParentId));
      const { items, ...rest } = organizationPage(paging, ous, input, `ListOus ${ParentId}`);
      return { OrganizationalUnits: items.map((ou) => ouAnswer(tree, ou)), ...rest };
    }),
  ],
  [
    "ListRoots",
    operation(page, ({ tree, paging }, input) => {
      const { items, ...rest } = organizationPage(paging, [rootAnswer(tree)], input, "ListRoots");
      return { Roots: items, ...rest };
    }),
  ],
  [
    "ListChildren",
    operation(
      z.strictObject({
        ParentId: parentId,
        ChildType: z.enum(["ACCOUNT", "ORGANIZATIONAL_UNIT"]),
        ...organizationPageInput,
      }),
      ({ tree, paging }, { ParentId, ChildType, ...input }) => {
        const parent = existing(tree, ParentId);
        const children = ChildType === "ACCOUNT" ? tree.accountsUnder(parent) : tree.ousUnder(parent);
        const listing = `ListChildren ${ChildType} ${ParentId}`;
        const { items, ...rest } = organizationPage<{ id: string }>(paging, children, input, listing);
        return { Children: items.map(({ id }) => ({ Id: id, Type: ChildType })), ...rest };
      },
    ),
  ],
  [
    "ListParents",
    operation(
      z.strictObject({ ChildId: z.union([accountId, parentId]), ...organizationPageInput }),
      ({ tree, paging }, { ChildId, ...input }) => {
        const child = tree.account(ChildId) ?? tree.organizationalUnit(ChildId);
        if (child === undefined)
          throw new AwsError("ChildNotFoundException", "You specified a child that doesn't exist.");
        const Type = child.parentId === tree.rootId ? "ROOT" : "ORGANIZATIONAL_UNIT";
        const parents = [{ Id: child.parentId, Type }];
        const { items, ...rest } = organizationPage(paging, parents, input, `ListParents ${ChildId}`);
        return { Parents: items, ...rest };
      },
    ),
  ],
]);

function operation<Input>(
  schema: z.ZodMiniType<Input>,
  run: (call: OrganizationsCall, input: Input) => unknown,
  {
    forEveryMember = false,
    resource = () => "*",
  }: { forEveryMember?: boolean; resource?: (tree: OrganizationTree, input: Input) => string } = {},
): OrganizationsOperation {
  const read = (body: unknown) => validated(schema, body, "input", "InvalidInputException");
  return {
    forEveryMember,
    resource: (tree, body) => resource(tree, read(body)),
    run: (call, body) => run(call, read(body)),
  };
}

function existing(tree: OrganizationTree, id: string): string {
  if (tree.isParent(id)) return id;
  throw new AwsError("ParentNotFoundException", "You specified a parent that doesn't exist.");
}

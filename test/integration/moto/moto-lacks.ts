import type { Lacks } from "../lacks.ts";

/** Where moto 5.2.1 differs from AWS in a way that Curfew's calls can notice. Each was found by trying it. */
export const motoLacks: Lacks = {
  "missing roles":
    "AssumeRole gives credentials for a role that does not exist, so no account is unreachable",
  "trust policies": "AssumeRole checks neither the role's trust policy nor the caller's policies",
  "session policies": "AssumeRole accepts a session policy and ignores it",
  signatures: "the access key ID alone identifies the caller",
  "pages of users": "ListUsers ignores MaxItems and returns all users",
  "pages of accounts": "ListAccounts returns up to a hundred accounts a page",
  "the end of Status": "ListAccounts still returns Status, which was retired on 2026-09-09",
  Paths: "accounts have no Paths, as on AWS before it added them",
  "the date of credential reports": "GetCredentialReport returns a fixed GeneratedTime",
  "new names of renamed users": "GetAccessKeyLastUsed returns the user's name at the creation of the key",
  "names of mail errors": "SendEmail of version 2 returns errors of version 1",
  "the standing of a sender":
    "there is no GetAccount, and no identity counts as verified; the front before moto answers instead",
};

import type { Lacks } from "../lacks.ts";

/** In what moto 5.2.1 is looser than AWS, where Curfew's calls can notice; found by trying. */
export const motoLacks: Lacks = {
  "missing roles":
    "AssumeRole gives credentials for a role that does not exist, so no account is unreachable",
  "trust policies": "AssumeRole asks neither the role nor the caller's policies",
  "session policies": "AssumeRole takes a policy and never looks at it again",
  signatures: "the key id alone says who is calling",
  "pages of users": "ListUsers ignores MaxItems and gives all",
  "pages of accounts": "ListAccounts gives up to a hundred a page",
  "the end of Status": "Status was retired on 2026-09-09",
  Paths: "accounts come without Paths, as they did before AWS had them",
  "the date of credential reports": "GetCredentialReport answers with a fixed GeneratedTime",
  "new names of renamed users":
    "GetAccessKeyLastUsed answers the name that the user had when the key was created",
  "names of mail errors": "SendEmail of version 2 answers with errors of version 1",
  "the standing of a sender":
    "there is no GetAccount, and no identity counts as verified; the front before moto answers in its stead",
};

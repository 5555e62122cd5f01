/**
 * IAM's own alphabet for user names (IAM API reference, CreateUser). None of it means anything inside double quotes of
 * a shell.
 */
const userNames = /^[A-Za-z0-9_+=,.@-]{1,64}$/;

/**
 * `--user-name` with a user name as an argument that every shell passes on unchanged; `undefined` if the name has a
 * character that IAM does not allow, so that no command is printed at all.
 */
function userNameOption(userName: string): string | undefined {
  if (!userNames.test(userName)) return undefined;
  if (userName.startsWith("-")) return `--user-name="${userName}"`;
  return `--user-name ${argument(userName)}`;
}

/**
 * Quoted if some shell would not pass it on unchanged: sh, PowerShell (`@name`, commas) and cmd agree on double quotes.
 */
function argument(text: string): string {
  return /^[A-Za-z0-9_][\w.@+-]*$/.test(text) ? text : `"${text}"`;
}

/** How a command names a key when people see only its last four characters. */
export function idPlaceholder(accessKeyId: string): string {
  return `ID_ENDING_IN_${accessKeyId.slice(-4).replace(/\W/gu, "")}`;
}

/** The AWS CLI commands about one user's keys and tags. Each is null if the user name cannot be used in a command. */
export interface UserCommands {
  readonly listKeys: string | null;
  readonly createKey: string | null;
  deactivateKey(accessKeyId: string): string | null;
  activateKey(accessKeyId: string): string | null;
  deleteKey(accessKeyId: string): string | null;
  /** Placeholders in the value are in capital letters. */
  setTag(name: string, value: string): string | null;
  removeTag(name: string): string | null;
}

/**
 * Commands for a user (AWS CLI command reference, `aws iam`). The user name is the only text in them that Curfew does
 * not know.
 */
export function commandsFor(userName: string): UserCommands {
  const user = userNameOption(userName);
  const command = (action: string, options = "") =>
    user === undefined ? null : `aws iam ${action} ${user}${options}`;
  const ofKey = (accessKeyId: string) => ` --access-key-id ${idPlaceholder(accessKeyId)}`;
  return {
    listKeys: command("list-access-keys"),
    createKey: command("create-access-key"),
    deactivateKey: (id) => command("update-access-key", `${ofKey(id)} --status Inactive`),
    activateKey: (id) => command("update-access-key", `${ofKey(id)} --status Active`),
    deleteKey: (id) => command("delete-access-key", ofKey(id)),
    setTag: (name, value) => command("tag-user", ` --tags "Key=${name},Value=${value}"`),
    removeTag: (name) => command("untag-user", ` --tag-keys "${name}"`),
  };
}

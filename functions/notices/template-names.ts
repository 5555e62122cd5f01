import type { NoticeKind } from "../domain/notice.ts";

/** What a template of one kind of notice writes. */
export const noticeFields = ["subject", "headline", "sentence", "text", "html"] as const;
export type NoticeField = (typeof noticeFields)[number];

const kinds: readonly NoticeKind[] = [
  "warning",
  "staysActive",
  "finalWarning",
  "exemptionUnreadable",
  "deactivated",
  "restored",
];

/** Templates that belong to no kind of notice. */
const sharedNames = [
  "several.subject",
  "notice.text",
  "notice.html",
  "layout.text",
  "layout.html",
  "digest.subject",
  "digest.text",
  "digest.html",
] as const;
export type SharedName = (typeof sharedNames)[number];

/** The notice that needs a template. */
export interface TemplateCase {
  readonly kind: NoticeKind;
  /** Absent if the user type is unknown. */
  readonly userType?: string | undefined;
  /** The day of the stage; absent for notices that belong to none. */
  readonly stageDay?: number | undefined;
}

/** The possible names of a field's template, in the order of preference. */
export function candidatesFor(field: NoticeField, { kind, userType, stageDay }: TemplateCase): string[] {
  const names = [
    userType !== undefined && stageDay !== undefined ? `${kind}.${userType}.${stageDay}.${field}` : undefined,
    userType === undefined ? undefined : `${kind}.${userType}.${field}`,
    stageDay === undefined ? undefined : `${kind}.${stageDay}.${field}`,
    `${kind}.${field}`,
    field === "text" || field === "html" ? `notice.${field}` : undefined,
  ];
  return names.filter((name) => name !== undefined);
}

/** The purpose of a template according to its name; `undefined` if no mail would ever use it. */
export function casesOfName(
  name: string,
): { shared: true } | { shared: false; kind: NoticeKind; userType?: string; stageDay?: number } | undefined {
  if (sharedNames.some((shared) => shared === name)) return { shared: true };
  const [start, ...rest] = name.split(".");
  const kind = kinds.find((known) => known === start);
  const field = rest.pop();
  if (kind === undefined || !noticeFields.some((known) => known === field)) return undefined;
  const last = rest.at(-1);
  const stageDay = last !== undefined && /^[1-9]\d*$/.test(last) ? Number(rest.pop()) : undefined;
  const userType = rest.length === 0 ? undefined : rest.join(".");
  if (stageDay !== undefined && !hasStageDay(kind)) return undefined;
  return {
    shared: false,
    kind,
    ...(userType === undefined ? {} : { userType }),
    ...(stageDay === undefined ? {} : { stageDay }),
  };
}

/** Whether notices of this kind belong to a day of the policy. */
export function hasStageDay(kind: NoticeKind): boolean {
  return kind === "warning" || kind === "staysActive" || kind === "exemptionUnreadable";
}

/** Every template that Curfew comes with. */
export const builtInNames: readonly string[] = [
  ...sharedNames,
  ...kinds.flatMap((kind) => [`${kind}.subject`, `${kind}.headline`, `${kind}.sentence`]),
];

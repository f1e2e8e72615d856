import { actionTaken, eventOutcome } from '@haim/schema';

/** What an adverse event may be attributed to; `systemic` is TKI or ICI, also where a source does not tell them apart. */
export const attributions = ['haic', 'tki', 'ici', 'systemic', 'disease', 'other'] as const;
export type Attribution = (typeof attributions)[number];

/** What is said of an event beside its term, grade and days: each is a bit of `EventRecords.facts`. */
const facts = [
  ...attributions.map((one) => `related ${one}` as const),
  // Whether anybody said so or not: an event that nobody judged is not one that is unrelated.
  ...attributions.map((one) => `judged ${one}` as const),
  'serious',
  'seriousness known',
  'outcome recovered',
  'outcome sequelae',
  'outcome recovering',
  'outcome notRecovered',
  'outcome fatal',
  'outcome known',
  'action reduced',
  'action interrupted',
  'action stopped',
  'action known',
] as const;
export type EventFact = (typeof facts)[number];

/** The mask of a fact in `EventRecords.facts`. */
export function maskOfFact(fact: EventFact): number {
  return 1 << facts.indexOf(fact);
}

const columnsOf: Readonly<Record<Attribution, readonly string[]>> = {
  haic: ['related_to_haic'],
  tki: ['related_to_tki'],
  ici: ['related_to_ici'],
  systemic: ['related_to_tki', 'related_to_ici', 'related_to_systemic'],
  disease: ['related_to_disease'],
  other: ['related_to_other'],
};

/** CTCAE attribution counts as related from "possible" on. */
const related = `in ('possible', 'probable', 'definite')`;

const inSql: Readonly<Record<EventFact, string>> = {
  ...ofAttributions('related', (column) => `e.${column} ${related}`),
  ...ofAttributions('judged', (column) => `e.${column} is not null`),
  serious: 'e.serious',
  'seriousness known': 'e.serious is not null',
  'outcome recovered': isCode('outcome', eventOutcome, 'recovered'),
  'outcome sequelae': isCode('outcome', eventOutcome, 'sequelae'),
  'outcome recovering': isCode('outcome', eventOutcome, 'recovering'),
  'outcome notRecovered': isCode('outcome', eventOutcome, 'notRecovered'),
  'outcome fatal': isCode('outcome', eventOutcome, 'fatal'),
  'outcome known': `e.outcome <> '${codeOf(eventOutcome, 'unknown')}'`,
  'action reduced': isCode('action_taken', actionTaken, 'reduced'),
  'action interrupted': isCode('action_taken', actionTaken, 'interrupted'),
  'action stopped': isCode('action_taken', actionTaken, 'stopped'),
  'action known': `e.action_taken <> '${codeOf(actionTaken, 'unknown')}'`,
};

/** The facts of `portal.adverse_event e` as one integer. */
export const factsSql = `(${facts.map((fact) => `case when ${inSql[fact]} then ${maskOfFact(fact)} else 0 end`).join(' + ')})::int`;

function ofAttributions<Word extends 'related' | 'judged'>(
  word: Word,
  condition: (column: string) => string,
): Record<`${Word} ${Attribution}`, string> {
  const entries = attributions.map((one) => [`${word} ${one}`, columnsOf[one].map(condition).join(' or ')]);
  return Object.fromEntries(entries) as Record<`${Word} ${Attribution}`, string>;
}

interface Codes<Code extends string> {
  readonly codes: readonly { readonly code: Code }[];
}

/** A code of the list, so that one which is renamed there does not compile here. */
function codeOf<Code extends string>(_: Codes<Code>, code: NoInfer<Code>): Code {
  return code;
}

function isCode<Code extends string>(column: string, list: Codes<Code>, code: NoInfer<Code>): string {
  return `e.${column} = '${codeOf(list, code)}'`;
}

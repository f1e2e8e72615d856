import { type Label } from '../form.ts';
import { type OrganClass, organClasses } from './organ-class.ts';
import { type CtcaeTerm, death, found, type GradeTexts, mild, operated, pain, urgent } from './term.ts';

/** A term as NCI's workbook has it and the portal stores it: in English alone. */
export interface ImportedTerm {
  readonly name: string;
  readonly organClass: string;
  /** What each grade means, grade 1 first; null: the term does not have this grade. */
  readonly grades: readonly (string | null)[];
  readonly definition: string | null;
  /** The navigational note. */
  readonly note: string | null;
}

/** English where there is no Chinese, marked as what it is. */
export function inEnglishAlone(text: string): Label {
  return { en: text, zh: `${text}（英文）` };
}

/** What the workbook says of many terms, in the Chinese of the portal's own. */
const chinese: Readonly<Record<string, string | undefined>> = {
  Death: death.zh,
  'Life-threatening consequences; urgent intervention indicated': urgent.zh,
  'Life-threatening consequences; urgent operative intervention indicated': operated.zh,
  'Asymptomatic; clinical or diagnostic observations only; intervention not indicated': found.zh,
  'Mild symptoms; intervention not indicated': mild.zh,
  'Mild pain': pain[0]?.zh,
  'Moderate pain; limiting instrumental ADL': pain[1]?.zh,
  'Severe pain; limiting self care ADL': pain[2]?.zh,
};

function gradeText(text: string): Label {
  const zh = chinese[text];
  return zh === undefined ? inEnglishAlone(text) : { en: text, zh };
}

/** The term among those of the portal; null where its class is not one of CTCAE. */
export function termOfImported({ name, organClass, grades, definition, note }: ImportedTerm): CtcaeTerm | null {
  if (!Object.hasOwn(organClasses, organClass)) return null;
  const texts = Array.from({ length: 5 }, (_, place) => grades[place] ?? null);
  return {
    name: inEnglishAlone(name),
    organClass: organClass as OrganClass,
    grades: texts.map((text) => (text === null ? null : gradeText(text))) as unknown as GradeTexts,
    also: synonymsIn(note),
    ...(definition !== null && { definition: inEnglishAlone(definition) }),
  };
}

/** `Synonym: Flu, Influenza`. */
function synonymsIn(note: string | null): string[] {
  const listed = /^Synonym:\s*(.+)$/i.exec(note?.trim() ?? '')?.[1];
  return listed ? listed.split(',').map((one) => one.trim()) : [];
}

import { ctcaeTermOf, ctcaeTermsOf, ctcaeWord, type OrganClass, organClasses } from '../ctcae/index.ts';

/** The name under which a condition on adverse events is among the variables of a selection. */
export const adverseEventVariable = 'adverseEvent';

/** An adverse event that a patient had at least once, at this CTCAE grade or a higher one; at most one of term and class. */
export interface AdverseEventCriterion {
  readonly minimumGrade: number;
  /** A term of CTCAE in either language, or a text as it is recorded. */
  readonly term?: string;
  readonly organClass?: OrganClass;
}

/** An event of a patient, as it is recorded. */
export interface PatientEvent {
  readonly term: string;
  readonly grade: number;
}

/** Whether a recorded term is one of the criterion's, whatever its grade. */
export function eventTermTest({ term, organClass }: AdverseEventCriterion): (recorded: string) => boolean {
  if (term !== undefined) {
    const wanted = nameOf(term);
    return (recorded) => nameOf(recorded) === wanted;
  }
  if (organClass !== undefined) return (recorded) => ctcaeTermOf(recorded)?.organClass === organClass;
  return () => true;
}

/** The names that `eventTermTest` accepts, as `ctcaeWord` writes them; null where it accepts every term. */
export function eventTermWords({ term, organClass }: AdverseEventCriterion): readonly string[] | null {
  if (term !== undefined) {
    const known = ctcaeTermOf(term);
    return known ? [known.name.en, known.name.zh].map(ctcaeWord) : [ctcaeWord(term)];
  }
  if (organClass === undefined) return null;
  return ctcaeTermsOf(organClass).flatMap(({ name }) => [name.en, name.zh].map(ctcaeWord));
}

export function isOrganClass(text: string): text is OrganClass {
  return Object.hasOwn(organClasses, text);
}

/** The English name of the term, so that both languages and every way of writing are one. */
function nameOf(text: string): string {
  return ctcaeWord(ctcaeTermOf(text)?.name.en ?? text);
}

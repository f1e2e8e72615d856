import { type Names, type Offer, type Row } from '../form.ts';
import { ctcaeTermOf, ctcaeVersionOfTerms, gradesOf, likelyCtcaeTerm, organClassOf, searchCtcae } from './index.ts';

/** The terms as the names that a field offers; stored is the standard's English name. */
export const ctcaeNames: Names = {
  source: `CTCAE ${ctcaeVersionOfTerms}`,
  nameOf: (text) => ctcaeTermOf(text)?.name.en ?? null,
  about: (text) => {
    const term = ctcaeTermOf(text);
    return term && { name: term.name, group: organClassOf(term), ...(term.definition && { meaning: term.definition }) };
  },
  search: (text, most) => searchCtcae(text, most).map(({ name }) => name.en),
  likely: (text) => likelyCtcaeTerm(text)?.name.en ?? null,
};

/** The grades of the record's term; null for another term, or for a record of another version of the standard. */
export function offeredGrades({ term: text, ctcaeVersion }: Row) {
  const term = typeof text === 'string' ? ctcaeTermOf(text) : null;
  if (!term || (typeof ctcaeVersion === 'string' && ctcaeVersion !== ctcaeVersionOfTerms)) return null;
  const codes: Offer[] = gradesOf(term).map(({ grade, means }) => ({ code: grade, means }));
  return {
    codes,
    of: { en: `the grades that CTCAE gives ${term.name.en}`, zh: `CTCAE 中“${term.name.zh}”所具有的分级` },
  };
}

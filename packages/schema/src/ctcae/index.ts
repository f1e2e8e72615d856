import { type Label } from '../form.ts';
import { plainText } from '../reading/plain-text.ts';
import { type OrganClass, organClasses } from './organ-class.ts';
import { type ImportedTerm, termOfImported } from './imported-term.ts';
import { type CtcaeTerm, type Grade, grades } from './term.ts';
import { bloodAndLaboratory } from './terms/blood-and-laboratory.ts';
import { gastrointestinal } from './terms/gastrointestinal.ts';
import { general } from './terms/general.ts';
import { liverAndInfections } from './terms/liver-and-infections.ts';
import { skinAndNerves } from './terms/skin-and-nerves.ts';

export { type ImportedTerm } from './imported-term.ts';
export { type OrganClass, organClasses, organClassNamed } from './organ-class.ts';
export { type CtcaeTerm, type Grade, type GradeTexts } from './term.ts';

/** The version of the standard that the terms are of. */
export const ctcaeVersionOfTerms = '5.0';

/** Terms of CTCAE 5.0 that HAIC, tyrosine kinase and checkpoint inhibitors cause; by class, then by name. */
export const ctcaeTerms: readonly CtcaeTerm[] = [
  ...gastrointestinal,
  ...bloodAndLaboratory,
  ...liverAndInfections,
  ...skinAndNerves,
  ...general,
].toSorted(inOrder);

function inOrder(a: CtcaeTerm, b: CtcaeTerm): number {
  return a.organClass.localeCompare(b.organClass) || a.name.en.localeCompare(b.name.en);
}

/** Those, and what was learnt since. */
let known = bookOf(ctcaeTerms);

interface Book {
  readonly terms: readonly CtcaeTerm[];
  readonly byName: ReadonlyMap<string, CtcaeTerm>;
}

function bookOf(terms: readonly CtcaeTerm[]): Book {
  const byName = new Map(
    terms.flatMap((term) => [term.name.en, term.name.zh].map((name) => [ctcaeWord(name), term] as const)),
  );
  return { terms, byName };
}

/**
 * Adds the terms of the standard that were imported into the portal: from then on they are names like the others, in this
 * process or page. A term that the portal has in both languages keeps its words and gets the standard's definition.
 */
export function learnCtcaeTerms(imported: readonly ImportedTerm[]): void {
  const learnt = new Map(imported.map((term) => [ctcaeWord(term.name), termOfImported(term)]));
  const own = ctcaeTerms.map((term) => {
    const definition = learnt.get(ctcaeWord(term.name.en))?.definition;
    learnt.delete(ctcaeWord(term.name.en));
    return definition ? { ...term, definition } : term;
  });
  const others = [...learnt.values()].filter((term) => term !== null);
  known = bookOf([...own, ...others].toSorted(inOrder));
}

/** The term of this name in English or Chinese, whatever its case and width; null if the text is not a name. */
export function ctcaeTermOf(text: string): CtcaeTerm | null {
  return known.byName.get(ctcaeWord(text)) ?? null;
}

/** The grades that the term has, each with what it means. */
export function gradesOf({ grades: texts }: CtcaeTerm): { readonly grade: Grade; readonly means: Label }[] {
  return grades.flatMap((grade, place) => {
    const means = texts[place];
    return means ? [{ grade, means }] : [];
  });
}

/** The known terms of a class. */
export function ctcaeTermsOf(organClass: OrganClass): CtcaeTerm[] {
  return known.terms.filter((term) => term.organClass === organClass);
}

export function organClassOf({ organClass }: { readonly organClass: OrganClass }): Label {
  return organClasses[organClass];
}

/** Terms whose name in either language or whose lay words have the text in them; those that begin with it first. */
export function searchCtcae(text: string, most: number): CtcaeTerm[] {
  const word = ctcaeWord(text);
  if (word === '') return known.terms.slice(0, most);
  const ranked = known.terms.flatMap((term) => {
    const names = [term.name.en, term.name.zh].map(ctcaeWord);
    const rank = names.some((name) => name.startsWith(word))
      ? 0
      : names.some((name) => name.includes(word))
        ? 1
        : term.also.some((name) => ctcaeWord(name).includes(word))
          ? 2
          : null;
    return rank === null ? [] : [{ term, rank }];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ term }) => term);
}

/**
 * The term that a text which is not a name most likely means: the only one of which it is a lay word, or the only one
 * whose English name differs by at most two letters. For a person to decide; nothing is recoded by it.
 */
export function likelyCtcaeTerm(text: string): CtcaeTerm | null {
  const word = ctcaeWord(text);
  if (known.byName.has(word)) return null;
  const meant = known.terms.filter(({ also }) => also.some((name) => ctcaeWord(name) === word));
  if (meant.length > 0) return meant.length === 1 ? (meant[0] ?? null) : null;
  if (word.length < 6) return null;
  const near = known.terms.filter(({ name }) => lettersApart(ctcaeWord(name.en), word) <= 2);
  return near.length === 1 ? (near[0] ?? null) : null;
}

/** A name by which terms are compared: small letters, plain characters, single blanks. */
export function ctcaeWord(text: string): string {
  return plainText(text).toLowerCase().replace(/\s+/g, ' ');
}

/** Letters to insert, remove or replace to make one word of the other (Levenshtein); above 2 it may be any number. */
function lettersApart(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, counterpart] of [...other].entries()) {
      const replaced = (row[j] ?? 0) + (letter === counterpart ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 3;
}

import { type Right } from '@haim/schema';
import { studyPath } from './study-path.ts';

/** The pages of a study, and the right without which each only says that it is closed; null for everybody's. */
export const studyPages = {
  cohort: 'readRecords',
  cohorts: 'readRecords',
  compare: 'readRecords',
  survival: 'readRecords',
  response: 'readRecords',
  tables: 'readRecords',
  claims: 'readRecords',
  reporting: 'readRecords',
  safety: 'readRecords',
  flow: 'readRecords',
  progress: 'readRecords',
  snapshots: 'readRecords',
  export: 'exportRecords',
  models: 'readRecords',
  slides: 'readRecords',
  training: 'readRecords',
  entry: 'enterRecords',
  due: 'readRecords',
  import: 'enterRecords',
  screening: 'readRecords',
  queries: 'readRecords',
  quality: 'readRecords',
  locks: 'lockRecords',
  audit: 'readRecords',
  // Readers, those who assign, and who reads records each have a part of it: `rightsOfPage`.
  readings: null,
  // Who enters a second time, and who reads records.
  'double-entry': null,
  people: 'managePeople',
  settings: 'manageStudy',
  fields: 'manageStudy',
  criteria: 'readRecords',
} as const satisfies Readonly<Record<string, Right | null>>;

export type StudyPage = keyof typeof studyPages;

/** The rights of which any has something to do on a page. */
export function rightsOfPage(page: StudyPage): readonly Right[] {
  if (page === 'readings') return ['readBlind', 'adjudicate', 'assignReadings', 'readRecords'];
  if (page === 'double-entry') return ['enterSecond', 'readRecords'];
  const other = otherRightOfPage(page);
  return other === null ? [studyPages[page]] : [studyPages[page], other];
}

/** Another right that opens a page, which then shows the part that it is for. */
export function otherRightOfPage(segment: string | null): Right | null {
  // Who compares records with their sources sees which are left.
  if (segment === 'entry') return 'raiseQueries';
  if (segment === 'criteria') return 'manageStudy';
  return segment === 'models' ? 'decideOnModels' : null;
}

/**
 * What a page of a study needs, by the part of its address after the study; null for the study's first page, which has
 * something for every member. A page that is not listed shows records.
 */
export function rightOfPage(segment: string | null): Right | null {
  if (segment === null) return null;
  return Object.hasOwn(studyPages, segment) ? studyPages[segment as StudyPage] : 'readRecords';
}

/**
 * The address in another study of the page that is open: the same page where it exists there and is open to the reader,
 * otherwise the study's first page. A patient or a slide has none of its own there, so it becomes its list; a selection
 * of patients names variables and codes of its study and is left out.
 */
export function placeInStudy(pathname: string, to: string, may: (right: Right) => boolean): string {
  const [, root, , segment] = pathname.split('/');
  if (root !== 'studies' || segment === undefined) return studyPath(to);
  const page = segment === 'patients' ? (may('enterRecords') ? 'entry' : 'cohort') : segment;
  const right = Object.hasOwn(studyPages, page) ? studyPages[page as StudyPage] : undefined;
  return right !== undefined && rightsOfPage(page as StudyPage).some(may) ? studyPath(to, page) : studyPath(to);
}

import { type DescribedTable } from '../../../tables/index.ts';
import { adverseEvents } from './adverse-events.ts';
import { responses } from './responses.ts';
import { subjectLevel } from './subject-level.ts';
import { subjectsOf } from './subjects.ts';
import { timeToEvent } from './time-to-event.ts';

/** The keys of each data set, in order. */
export const adamKeys: Readonly<Record<string, readonly string[]>> = {
  ADSL: ['STUDYID', 'USUBJID'],
  ADTTE: ['STUDYID', 'USUBJID', 'PARAMCD'],
  ADRS: ['STUDYID', 'USUBJID', 'PARAMCD', 'AVISITN'],
  ADAE: ['STUDYID', 'USUBJID', 'AESEQ'],
};

/**
 * Data sets in the shape of CDISC ADaM, made of the tables of an export. Those whose table is not there, such as the
 * images in a snapshot, are left out.
 *
 * @param zero - the column of the day from which times count.
 */
export async function adamOf(
  tables: readonly DescribedTable[],
  { study, zero }: { readonly study: string; readonly zero: string },
): Promise<DescribedTable[]> {
  const table = (name: string) => tables.find((one) => one.name === name);
  const [analysis, assessments, events] = ['analysis', 'tumour_assessment', 'adverse_event'].map(table);
  if (!analysis) throw new Error('an export has an analysis row');
  const subjects = await subjectsOf(analysis, study);
  const of = { study, subjects };
  return [
    subjectLevel(analysis, of),
    await timeToEvent(analysis, { ...of, zero }),
    ...(assessments ? [await responses(analysis, assessments, of)] : []),
    ...(events ? [adverseEvents(events, of)] : []),
  ];
}

'use client';
import { useTranslations } from 'use-intl';
import { type CompetingRisksFilesQueryVariables } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showExactP, showNumber, missing } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { useInR } from '@/tables/in-r.ts';
import { competingFilesQuery } from './competing-query.ts';
import { type Competing, competingNumbers, printedCompeting } from './to-competing.ts';
import { useCompetingWords } from './use-competing-words.ts';

interface CompetingTableProps {
  readonly competing: Competing;
  readonly variables: CompetingRisksFilesQueryVariables;
}

/** Events by kind and cumulative incidence at months. */
export function CompetingTable({ competing, variables }: CompetingTableProps) {
  const t = useTranslations('survival.competing');
  const words = useTranslations('survival');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const inR = useInR(competingFilesQuery, variables, (data) => data.competingRisks.files);
  const selection = useSelectionText();
  const { groupBy, tests, monthDays, dataVersion, recipe, endpoint } = competing;
  const events = useCompetingWords(competing);
  return (
    <TableFrame
      title={t('table.title')}
      fileName={`${study.code}-${endpoint}-competing-risks-table`}
      table={printedCompeting(competing, {
        group: (label) => (groupBy ? labels.shortValue(groupBy, label) : t('everybody')),
        event: events.nameOf,
        groupHeading: t('columns.group'),
        eventHeading: t('columns.event'),
        events: t('table.events'),
        month: (months) => words('months.month', { months }),
        censored: t('table.censored'),
      })}
      numbers={competingNumbers(competing)}
      caption={[
        t('table.caption'),
        ...tests.map(({ event, chiSquare, df, pValue, methodStatement }) =>
          t('table.test', {
            event: events.nameOf(event),
            method: say(methodStatement),
            chiSquare: showNumber(chiSquare, 2),
            df: df ?? missing,
            p: showExactP(pValue),
          }),
        ),
        ...competing.statements.map(say),
        words('months.timeZero', { timeZero: say(competing.timeZeroStatement), days: monthDays }),
      ]}
      methods={t('methods', events.both)}
      provenance={{ study: study.code, dataVersion, selection, recipe }}
      isSynthetic={study.synthetic}
      inR={inR}
    />
  );
}

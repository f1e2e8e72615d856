'use client';
import { useTranslations } from 'use-intl';
import { usePatientQueries } from '@/queries/patient-queries.tsx';
import { QueriesTable } from '@/queries/queries-table.tsx';
import { type Study } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';

/** Everything that was asked about the records of a patient. */
export function QueriesPanel({ study }: { study: Study }) {
  const t = useTranslations('queries');
  const { queries, mayRaise, failed, open } = usePatientQueries();
  return (
    <Panel title={t('ofPatient')} note={t('ofPatientNote')}>
      {failed ? <ErrorState code={failed} /> : null}
      {queries.length === 0 && !failed ? (
        <EmptyState title={t('none')} text={mayRaise ? t('noneYet') : t('noneYours')} />
      ) : null}
      {queries.length > 0 ? <QueriesTable queries={queries} study={study} isOfOnePatient onOpen={open} /> : null}
    </Panel>
  );
}

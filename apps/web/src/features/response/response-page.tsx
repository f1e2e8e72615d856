'use client';
import { LoadingState, LoadingTable } from '@/ui/loading-state.tsx';
import { Button, NativeSelect } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { inSentence } from '@/i18n/in-sentence.ts';
import { CohortBar } from '@/selection/cohort-bar.tsx';
import { DataVersion } from '@/selection/data-version.tsx';
import { IgnoredNames } from '@/selection/ignored-names.tsx';
import { NotKept, useKept } from '@/selection/not-kept.tsx';
import { OfOwnCentres } from '@/selection/of-own-centres.tsx';
import { OwnCentresNote } from '@/selection/own-centres-note.tsx';
import { useLabels } from '@/selection/use-labels.ts';
import { useCarried } from '@/selection/use-carried.ts';
import { StudyReport } from '@/selection/study-report.tsx';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import styles from './response-page.module.css';
import { noGroups, useResponseState } from './use-response-state.ts';

const CourseFigures = onOpening(
  async () => (await import('./course-figures.tsx')).CourseFigures,
  <LoadingState height={1040} />,
);
const ConfirmedTable = onOpening(
  async () => (await import('./confirmed-table.tsx')).ConfirmedTable,
  <LoadingTable rows={8} />,
);

/** How tumours of the selection responded, patient by patient: waterfall, spider, and what a second image confirmed. */
export function ResponsePage() {
  const t = useTranslations('response');
  const { code, sharesNumbers } = useStudy();
  const { unknown, state, setState } = useResponseState();
  const keepsImages = useKept('keepsImages');
  const carry = useCarried();
  return (
    <OfOwnCentres is>
      <PageTitle title={t('title')} lead={t('lead')}>
        <DataVersion />
        <StudyReport />
        <Button
          component={Link}
          href={`${studyPath(code, 'tables')}${carry(['f'], { table: 'response', by: state.by })}`}
          variant="default"
          size="xs"
          data-print="no"
        >
          {t('toRates')}
        </Button>
        <Button component={Link} href={studyPath(code, 'claims')} variant="default" size="xs" data-print="no">
          {t('toClaims')}
        </Button>
      </PageTitle>
      <div className={styles['bars']}>
        <CohortBar />
        <GroupingSelect />
      </div>
      <div className={styles['notes']}>
        {sharesNumbers ? <OwnCentresNote>{t('ownCentres')}</OwnCentresNote> : null}
        <IgnoredNames names={unknown} forget={() => setState(state)} />
      </div>
      {keepsImages === null ? <LoadingState height={1040} /> : null}
      {keepsImages === false ? <NotKept part="images" /> : null}
      {keepsImages ? (
        <div className={styles['stack']}>
          <CourseFigures />
          <ConfirmedTable />
        </div>
      ) : null}
    </OfOwnCentres>
  );
}

/** By which variable the patients are in groups. */
function GroupingSelect() {
  const t = useTranslations('response');
  const study = useStudy();
  const labels = useLabels();
  const { state, setState } = useResponseState();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('groups')}
      data-print="no"
      value={state.by}
      onChange={({ currentTarget }) => setState({ by: currentTarget.value })}
      data={[
        ...study.groupings.map(({ variable }) => ({
          value: variable,
          label: t('by', { variable: inSentence(labels.variable(variable)) }),
        })),
        { value: noGroups, label: t('together') },
      ]}
    />
  );
}

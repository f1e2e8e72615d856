'use client';
import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartLine, IconCursorText, IconMessages } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { AddressIssues } from '@/selection/address-issues.tsx';
import { CohortChips } from '@/selection/cohort-chips.tsx';
import { Contradictions } from '@/selection/contradictions.tsx';
import { DataVersion } from '@/selection/data-version.tsx';
import { LeftOut } from '@/selection/left-out.tsx';
import { CohortCount } from '@/selection/cohort-count.tsx';
import { ProtectionNote } from '@/selection/protection-note.tsx';
import { SaveCohort } from '@/selection/save-cohort.tsx';
import { ScopeSwitch } from '@/selection/scope-switch.tsx';
import { useCarried } from '@/selection/use-carried.ts';
import { useOwnSummary } from '@/selection/use-own-summary.ts';
import { useCohortSummary } from '@/selection/use-cohort-summary.ts';
import { StudyReport } from '@/selection/study-report.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Kept } from '@/ui/kept.tsx';
import { besideAnswer, onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { PanelShape } from '@/ui/loading-shape.tsx';
import { AdverseEventTable } from './adverse-event-table.tsx';
import styles from './cohort-page.module.css';
import { EventMenu } from './event-menu.tsx';
import { EventTerms } from './event-terms.tsx';
import { ResponseTable } from './response-table.tsx';
import { TilesSkeleton } from './tiles-skeleton.tsx';
import { TreatmentGiven } from './treatment-given.tsx';
import { useSurvivalAddress } from './use-survival-address.ts';

const PatientTable = besideAnswer(
  async () => (await import('./patient-table.tsx')).PatientTable,
  <PanelShape height={560} />,
);
const SelectionText = onOpening(async () => (await import('./selection-text.tsx')).SelectionText);
const Tiles = besideAnswer(async () => (await import('./tiles.tsx')).Tiles, <TilesSkeleton />);

/** Who is in the selection: press a bar and every number of the page follows. */
export function CohortPage() {
  const t = useTranslations('cohort');
  const q = useTranslations('queries');
  const study = useStudy();
  const mayRaise = useMay('raiseQueries');
  const carry = useCarried();
  const { summary, freshness, error, retry } = useCohortSummary();
  const own = useOwnSummary();
  const [isText, { toggle: toggleText }] = useDisclosure(false);
  const survival = useSurvivalAddress();
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <DataVersion />
        <StudyReport />
        {mayRaise ? (
          <Button
            component={Link}
            href={`${studyPath(study.code, 'queries', 'ask')}${carry(['f'])}`}
            size="xs"
            variant="default"
            leftSection={<IconMessages size={16} aria-hidden />}
          >
            {q('askMany.ofThese')}
          </Button>
        ) : null}
        <Button component={Link} href={survival} size="xs" leftSection={<IconChartLine size={16} aria-hidden />}>
          {t('toSurvival')}
        </Button>
      </PageTitle>
      <Stack gap="md">
        <div className={styles['selection']}>
          <CohortCount isLarge />
          <CohortChips />
          <EventMenu />
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconCursorText size={14} aria-hidden />}
            aria-expanded={isText}
            onClick={toggleText}
          >
            {t('text.open')}
          </Button>
          <SaveCohort />
          <ScopeSwitch />
        </div>
        {isText ? <SelectionText onClose={toggleText} /> : null}
        <AddressIssues />
        <TreatmentGiven />
        {error ? <ErrorState code={errorCode(error)} onRetry={retry} /> : null}
        {summary ? (
          <Kept freshness={freshness}>
            <Stack gap="md">
              {summary.protection ? (
                <ProtectionNote statements={summary.protection.statements}>
                  {t('scope.rows', { n: own?.n ?? '…' })}
                </ProtectionNote>
              ) : null}
              {summary.n === 0 && freshness === 'present' ? (
                <EmptyState title={t('patients.none')} text={t('patients.noneText')} />
              ) : null}
              <LeftOut population={summary.population} />
              <Contradictions contradictions={summary.contradictions} />
              <Tiles summary={summary} />
              {summary.responses.length > 0 ? <ResponseTable responses={summary.responses} /> : null}
              {summary.adverseEvents.length > 0 ? <AdverseEventTable adverseEvents={summary.adverseEvents} /> : null}
            </Stack>
          </Kept>
        ) : error ? null : (
          <TilesSkeleton />
        )}
        <EventTerms />
        <PatientTable />
      </Stack>
    </>
  );
}

'use client';
import { useQuery } from '@apollo/client/react';
import { useFormatter, useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { HistogramPlot } from '@/selection/histogram-plot.tsx';
import { ProtectionNote } from '@/selection/protection-note.tsx';
import { ProtectedBadge } from '@/selection/scope-switch.tsx';
import { useStudy } from '@/session/session.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { InformationTable } from './information-table.tsx';
import { type Progress, type SharedProgress, sharedProgressQuery } from './query.ts';
import styles from './progress.module.css';
import { printedShared, sharedNumbers } from './to-shared.ts';

/** The whole study beside one's own centre, where the study shares numbers; otherwise where it is shown. */
export function WholeStudy({ progress }: { progress: Progress }) {
  const study = useStudy();
  const { data, error, refetch } = useQuery(sharedProgressQuery, {
    variables: { study: study.code },
    skip: !study.sharesNumbers || progress.coversStudy,
  });
  if (progress.coversStudy || !study.sharesNumbers) return <InformationTable progress={progress} shared={null} />;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const shared = data?.sharedProgress;
  if (!shared) return <LoadingState height={320} />;
  return <Shared progress={progress} shared={shared} />;
}

function Shared({ progress, shared }: { progress: Progress; shared: SharedProgress }) {
  const t = useTranslations('progress.shared');
  const say = useSay();
  const study = useStudy();
  const { list } = useFormatter();
  const { protection, accrual, withheldArms } = shared;
  const words = {
    heading: t('heading'),
    arm: (arm: string) => arm,
    row: (name: 'patients' | 'deaths' | 'progressions' | 'median' | 'recorded') => t(`rows.${name}`),
    own: t('own'),
    all: t('all'),
    notReached: t('notReached'),
  };
  const method = protection.statements.map(say);
  return (
    <>
      <TableFrame
        title={t('title')}
        table={printedShared(progress, shared, words)}
        numbers={sharedNumbers(progress, shared)}
        fileName={`${study.code}-progress-all-centres-protected`}
        caption={withheldArms.length > 0 ? [t('withheld', { arms: list(withheldArms) })] : []}
        methods={method.join(' ')}
        provenance={{ study: study.code, dataVersion: shared.dataVersion, selection: t('everybody'), recipe: null }}
        isSynthetic={study.synthetic}
        controls={<ProtectedBadge />}
      >
        <ProtectionNote statements={protection.statements}>{t('note')}</ProtectionNote>
      </TableFrame>
      <div className={styles['pair']}>
        <Panel title={t('accrual')} note={t('accrualNote')} actions={<ProtectedBadge />}>
          {accrual ? <HistogramPlot name={t('accrual')} unit={null} histogram={accrual} /> : t('accrualWithheld')}
        </Panel>
        <InformationTable progress={progress} shared={shared} />
      </div>
    </>
  );
}

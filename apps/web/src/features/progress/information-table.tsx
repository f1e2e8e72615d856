'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ProtectedBadge } from '@/selection/scope-switch.tsx';
import { useStudy } from '@/session/session.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Progress, type SharedProgress } from './query.ts';
import { informationNumbers, printedInformation } from './to-tables.ts';
import { useFrame } from './use-frame.ts';

/**
 * Events against the plan, and the hazard ratio that they can show; otherwise why there is none.
 *
 * @param shared - of all centres, protected, for whoever does not read every centre.
 */
export function InformationTable({ progress, shared }: { progress: Progress; shared: SharedProgress | null }) {
  const t = useTranslations('progress.information');
  const study = useStudy();
  const { coversStudy, endpoint } = progress;
  const information = shared ? shared.information : progress.information;
  const frame = useFrame(shared ?? progress, information?.statements ?? [], []);
  if (!information) {
    return (
      <Panel title={t('title')}>
        <Text size="sm">{t(shared ? 'withheld' : coversStudy ? 'noTwoArms' : 'notAllCentres')}</Text>
      </Panel>
    );
  }
  const words = {
    heading: t('heading'),
    row: (name: 'events' | 'planned' | 'fraction' | 'needed' | 'detectable') => t(`rows.${name}`),
    column: t(endpoint === 'PFS' ? 'pfs' : 'os'),
    notPlanned: t('notPlanned'),
  };
  return (
    <TableFrame
      {...frame}
      title={shared ? t('titleProtected') : t('title')}
      {...(shared ? { controls: <ProtectedBadge /> } : {})}
      table={printedInformation(information, words)}
      numbers={informationNumbers(information, endpoint, words)}
      fileName={`${study.code}-information${shared ? '-all-centres-protected' : ''}`}
    />
  );
}

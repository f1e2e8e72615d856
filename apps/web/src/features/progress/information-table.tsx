'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Progress } from './query.ts';
import { informationNumbers, printedInformation } from './to-tables.ts';
import { useFrame } from './use-frame.ts';

/** Events against the plan, and the hazard ratio that they can show; otherwise why there is none. */
export function InformationTable({ progress }: { progress: Progress }) {
  const t = useTranslations('progress.information');
  const study = useStudy();
  const { information, coversStudy, endpoint } = progress;
  const frame = useFrame(progress, information?.statements ?? [], []);
  if (!information) {
    return (
      <Panel title={t('title')}>
        <Text size="sm">{t(coversStudy ? 'noTwoArms' : 'notAllCentres')}</Text>
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
      title={t('title')}
      table={printedInformation(information, words)}
      numbers={informationNumbers(information, endpoint, words)}
      fileName={`${study.code}-information`}
    />
  );
}

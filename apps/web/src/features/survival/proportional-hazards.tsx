'use client';
import { Button, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { missing, showNumber } from '@/numbers/show.ts';
import { useSay } from '@/i18n/use-say.ts';
import { printedP } from '@/tables/printed-p.tsx';
import { DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type SurvivalModel } from './to-survival-model.ts';
import { useSurvivalState } from './use-survival-state.ts';

interface ProportionalHazardsProps {
  readonly model: SurvivalModel;
  readonly nameOf: (covariate: string) => string;
}

/** Whether each ratio of the adjusted model may stand for the whole follow-up, and what to read where it may not. */
export function ProportionalHazards({ model, nameOf }: ProportionalHazardsProps) {
  const t = useTranslations('survival.model.hazards');
  const say = useSay();
  const { setState } = useSurvivalState();
  const { proportionality, adjusted, proportionalityMethodStatement: method } = model;
  const doubt = adjusted?.statements.find(({ code }) => code === 'hazardsNotProportional');
  return (
    <Panel
      title={t('title')}
      note={method ? say(method) : undefined}
      actions={
        <Button size="xs" variant="default" onClick={() => setState({ show: 'months' })}>
          {t('months')}
        </Button>
      }
    >
      <Text size="sm" mb="xs" role={doubt ? 'note' : undefined} fw={doubt ? 600 : undefined}>
        {doubt ? say(doubt) : t('noDoubt')}
      </Text>
      <DataTable
        caption={t('title')}
        hideCaption
        dense
        columns={[
          {
            id: 'covariate',
            header: t('covariate'),
            rowHeader: true,
            cell: ({ covariate }) => (covariate ? nameOf(covariate) : t('together')),
          },
          { id: 'chiSquare', header: t('chiSquare'), align: 'right', cell: (one) => showNumber(one.chiSquare, 2) },
          { id: 'df', header: t('df'), align: 'right', cell: ({ df }) => df ?? missing },
          { id: 'p', header: t('p'), align: 'right', cell: ({ pValue }) => shownP(pValue) },
        ]}
        rows={proportionality}
        rowKey={({ covariate }) => covariate ?? ''}
      />
    </Panel>
  );
}

function shownP(p: number | null | undefined) {
  const cell = printedP(p);
  return typeof cell === 'string' ? cell : cell.node;
}

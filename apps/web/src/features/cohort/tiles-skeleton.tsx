'use client';
import { facetVariables, periodVariables, rangeVariables, type SubjectVariable } from '@haim/schema';
import { Skeleton, Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { orderOf, useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { Loading } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { TileSection } from './tile-section.tsx';
import { tileSections } from './tile-sections.ts';
import styles from './cohort-page.module.css';

const sections = tileSections([...facetVariables, ...rangeVariables, ...periodVariables]);

/** The tiles before their numbers: the headings are known, and each value is a placeholder line. */
export function TilesSkeleton() {
  const t = useTranslations('cohort');
  const labels = useLabels();
  return (
    <Loading>
      <Stack gap="lg">
        {sections.map(({ theme, variables }) => (
          <TileSection key={theme} theme={theme}>
            {theme === null ? (
              <>
                <div className={styles['wide']}>
                  <Panel title={t('curve.title')} note={t('curve.note')}>
                    <Skeleton height={400} />
                  </Panel>
                </div>
                <Panel title={t('accrual.title')} note={t('accrual.note')}>
                  <Skeleton height={96} />
                </Panel>
              </>
            ) : null}
            {variables.map((variable) => (
              <Panel key={variable.name} title={labels.variable(variable.name)} level={theme === null ? 2 : 3}>
                <TileLines variable={variable} />
              </Panel>
            ))}
          </TileSection>
        ))}
      </Stack>
    </Loading>
  );
}

function TileLines({ variable: { name, facet } }: { variable: SubjectVariable }) {
  const study = useStudy();
  if (facet) {
    return Array.from({ length: Math.min(4, orderOf(study, name).length || 2) }, (_, line) => (
      <Skeleton key={line} height={26} mb={10} />
    ));
  }
  return (
    <>
      <Skeleton height={72} mb={44} />
      <Skeleton height={30} mb={10} />
      <Skeleton height={18} width="60%" />
    </>
  );
}

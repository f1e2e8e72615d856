'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { showFraction, showInterval, showNumber, showPercent } from '@/numbers/show.ts';
import { Panel } from '@/ui/panel.tsx';
import { inPoints } from './number-text.ts';
import { type Safety } from './query.ts';
import { factRows } from './safety-rows.ts';
import styles from './safety-page.module.css';
import { useGroupNames } from './use-safety-columns.tsx';

/** The two numbers of the page: who had any event, and who one of grade 3 or more. */
export function Headline({ safety }: { safety: Safety }) {
  const t = useTranslations('safety.headline');
  const names = useGroupNames(safety);
  const any = factRows(safety).find(({ key }) => key === 'any');
  if (!any) return null;
  const tiles = [
    { id: 'anyGrade', title: t('any'), difference: any.anyDifference },
    { id: 'gradeThreeOrMore', title: t('severe'), difference: any.severeDifference },
  ] as const;
  return (
    <div className={styles['tiles']}>
      {tiles.map(({ id, title, difference }) => (
        <Panel key={id} title={title}>
          <dl className={styles['shares']}>
            {safety.groups.map(({ value, n }, place) => (
              <div key={value ?? ''}>
                <dt>{names[place]}</dt>
                <dd>
                  <span className={styles['big']}>{showPercent(any.cells[place]?.[id].share)}</span>{' '}
                  <span className={styles['quiet']}>
                    {any.cells[place]?.[id].atMost ? '≤' : ''}
                    {showFraction(any.cells[place]?.[id].n, n)}
                  </span>
                </dd>
              </div>
            ))}
          </dl>
          {difference && safety.compared ? (
            <Text size="sm" mt="xs">
              {t('difference', {
                comparison: names[safety.compared.comparison] ?? '',
                reference: names[safety.compared.reference] ?? '',
                points: showNumber(inPoints(difference.estimate), 1),
                interval: showInterval(inPoints(difference.lower), inPoints(difference.upper), 1),
              })}
            </Text>
          ) : null}
        </Panel>
      ))}
    </div>
  );
}

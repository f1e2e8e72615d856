'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, List } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { scoreSourcesQuery } from '@/evaluation/query.ts';
import { showEstimate, showThreshold } from '@/numbers/show.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { FewCasesBadge } from '@/ui/few-cases-badge.tsx';
import { KeyValue } from '@/ui/key-value.tsx';
import { type Version } from './registry.ts';
import { useMeasuredSet } from './use-measured-set.ts';

/** What a stranger has to know of a version first: what a score says, on how many cases, how sure, and what it is not for. */
export function VersionInShort({ version }: { version: Version }) {
  const t = useTranslations('registry.short');
  const nameOf = useMeasuredSet();
  const { positiveClass, classes, threshold, evaluations, outcomesAreOpen, weights, status } = version;
  const others = classes.filter((name) => name !== positiveClass).join(', ');
  const unknown = t(outcomesAreOpen ? 'notMeasured' : 'notOpen');
  const limits = [
    ...(weights === 'synthetic' ? ['synthetic' as const] : []),
    ...(status === 'active' ? [] : [status]),
    'care' as const,
    'others' as const,
    ...(evaluations.length === 0 ? ['unmeasured' as const] : []),
  ];
  return (
    <KeyValue
      items={[
        {
          key: 'says',
          label: t('says'),
          value: t('saysValue', { positiveClass, others, threshold: showThreshold(threshold) }),
        },
        {
          key: 'cases',
          label: t('cases'),
          value:
            evaluations.length === 0
              ? unknown
              : evaluations.map(({ set, n, nPositive }) => (
                  <div key={set}>
                    {t('casesOf', { set: nameOf(set), n, nPositive, positiveClass })}{' '}
                    <FewCasesBadge positive={nPositive} negative={n - nPositive} />
                  </div>
                )),
        },
        {
          key: 'sure',
          label: t('sure'),
          value:
            evaluations.length === 0
              ? unknown
              : evaluations.map(({ set, auc, aucLower, aucUpper }) => (
                  <div key={set}>
                    {t('sureOf', { set: nameOf(set), auc: showEstimate(auc, aucLower, aucUpper, 3) })}
                  </div>
                )),
        },
        { key: 'here', label: t('here'), value: <Here version={version} /> },
        {
          key: 'notFor',
          label: t('notFor'),
          value: (
            <List size="sm">
              {limits.map((one) => (
                <List.Item key={one}>{t(`limits.${one}`)}</List.Item>
              ))}
            </List>
          ),
        },
      ]}
    />
  );
}

/** How many patients of the study have a score of it, and where these are evaluated. */
function Here({ version: { modelId, modelSha256 } }: { version: Version }) {
  const t = useTranslations('registry.short');
  const { code } = useStudy();
  const mayRead = useMay('readRecords');
  const { data } = useQuery(scoreSourcesQuery, {
    variables: { study: code, clinicalCovariates: null },
    skip: !mayRead,
  });
  if (!mayRead) return t('hereClosed');
  if (!data) return '…';
  const id = `portal:${modelId}@${modelSha256.slice(0, 12)}`;
  const n = data.scoreSources.find((one) => one.id === id)?.n ?? 0;
  if (n === 0) return t('hereNone');
  const link = (page: 'models' | 'reporting') =>
    function LinkTo(words: React.ReactNode) {
      return (
        <Anchor component={Link} size="sm" href={`${studyPath(code, page)}?source=${encodeURIComponent(id)}`}>
          {words}
        </Anchor>
      );
    };
  return t.rich('hereValue', { n, performance: link('models'), card: link('reporting') });
}

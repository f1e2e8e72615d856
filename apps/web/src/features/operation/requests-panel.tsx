import { useFormatter, useTranslations } from 'use-intl';
import { showPercent } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './operation.module.css';
import { type Operation } from './query.ts';

type Answered = Operation['requests'][number];

const routes = [
  ...(['graphql', 'events', 'pages', 'scripts', 'signIn', 'tiles', 'slides'] as const),
  ...(['uploads', 'imports', 'files', 'health', 'metrics'] as const),
] as const;

/** What was answered since the API started, the busiest first. */
export function RequestsPanel({ requests }: { requests: readonly Answered[] }) {
  const t = useTranslations('operation.requests');
  const format = useFormatter();
  const nameOf = (route: string): string => {
    const known = routes.find((one) => one === route);
    return known ? t(`routes.${known}`) : route;
  };
  const columns: Column<Answered>[] = [
    { id: 'route', header: t('route'), rowHeader: true, cell: ({ route }) => nameOf(route) },
    {
      id: 'answers',
      header: t('answers'),
      align: 'right',
      sortBy: ({ answers }) => answers,
      cell: ({ answers }) => format.number(answers),
    },
    {
      id: 'failed',
      header: t('failed'),
      align: 'right',
      sortBy: ({ failed }) => failed,
      cell: ({ failed, answers }) =>
        failed === 0 ? failed : t('share', { n: format.number(failed), share: showPercent(failed / answers) }),
    },
    {
      id: 'within',
      header: t('within'),
      align: 'right',
      folds: true,
      sortBy: ({ mostWithinSeconds }) => mostWithinSeconds ?? Infinity,
      cell: ({ mostWithinSeconds }) =>
        mostWithinSeconds === null
          ? t('longer')
          : t('seconds', { n: format.number(mostWithinSeconds, { maximumFractionDigits: 3 }) }),
    },
  ];
  const rows = requests.toSorted((a, b) => b.answers - a.answers);
  return (
    <Panel title={t('title')} note={t('note')}>
      {rows.length > 0 ? (
        <DataTable
          columns={columns}
          rows={rows}
          rowKey={({ route }) => route}
          caption={t('title')}
          hideCaption
          dense
          foldBelow="medium"
        />
      ) : (
        <p className={styles['note']}>{t('none')}</p>
      )}
    </Panel>
  );
}

'use client';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { useStudy } from '@/session/session.tsx';
import { type PrintedRow, type PrintedTable } from '@/tables/printed-table.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { ClaimScript } from './claim-script.tsx';
import { type Checked, type CheckedClaim, type Verdict } from './query.ts';
import { claimNumbers, showPrinted, showRecomputed } from './to-claims.ts';
import { toneOf } from './verdicts.ts';
import styles from './claims-page.module.css';

/** Claims by the place in which they are printed, each printed number beside the recomputed one. */
export function ClaimsTable({ checked, verdict }: { readonly checked: Checked; readonly verdict: Verdict | null }) {
  const t = useTranslations('claims');
  const cohort = useTranslations('cohort');
  const say = useSay();
  const study = useStudy();
  const shown = { ...checked, claims: checked.claims.filter((one) => verdict === null || one.verdict === verdict) };
  const { name: paper, citation, dataVersion, recipe, monthDays } = checked;

  function rowOf(claim: CheckedClaim): PrintedRow {
    const rule = say(claim.ruleStatement);
    const words = t(`verdicts.${claim.verdict}`);
    const reasons = claim.reasons.map(say);
    return {
      id: claim.name,
      indented: true,
      cells: [
        {
          text: rule,
          node: (
            <span className={styles['rule']}>
              {rule}
              <span className={styles['name']}>{claim.name}</span>
            </span>
          ),
        },
        showPrinted(claim, t('notReached')),
        showRecomputed(claim, t('notReached')),
        {
          text: [words, ...reasons].join('; '),
          node: (
            <div className={styles['found']}>
              <StatusBadge tone={toneOf[claim.verdict]}>{words}</StatusBadge>
              {reasons.map((reason) => (
                <span key={reason} className={styles['reason']}>
                  {reason}
                </span>
              ))}
            </div>
          ),
        },
        {
          text: '',
          node: claim.hasScript ? <ClaimScript paper={paper} claim={claim.name} of={rule} /> : null,
        },
      ],
    };
  }

  const places = [...new Set(shown.claims.map(({ place }) => place))].map(
    (place) => [place, shown.claims.filter((one) => one.place === place)] as const,
  );
  const table: PrintedTable = {
    columns: [
      { header: t('columns.claim') },
      { header: t('columns.printed') },
      { header: t('columns.recomputed') },
      { header: t('columns.verdict'), isText: true },
      { header: t('columns.script'), isOfPage: true },
    ],
    rows: places.flatMap(([place, claims]) => [
      { id: `place ${place}`, cells: [t('place', { place, n: claims.length }), '', '', '', ''] },
      ...claims.map(rowOf),
    ]),
  };
  return (
    <TableFrame
      title={t('table')}
      table={table}
      numbers={claimNumbers(shown, say)}
      caption={[t('source', { citation }), t('counted', { days: monthDays }), t('attainable')]}
      methods={t('methods', { citation, n: checked.claims.length })}
      provenance={{ study: study.code, dataVersion, selection: cohort('everybody'), recipe }}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-claims-${paper}`}
    />
  );
}

'use client';
import { useTranslations } from 'use-intl';
import { missing } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { useCardParts } from './card-rows.ts';
import { Told } from './checklist-table.tsx';
import { useEvidence } from './evidence-link.tsx';
import { type EvaluatedSets, type Known, type Source } from './query.ts';

interface CardTableProps {
  readonly known: Known;
  readonly source: Source | null;
  readonly sets: EvaluatedSets | null;
}

/** The card of a model, made of the registry and of what was measured here; what nobody stated is said to be missing. */
export function CardTable({ known, source, sets }: CardTableProps) {
  const t = useTranslations('reporting');
  const cohort = useTranslations('cohort');
  const study = useStudy();
  const evidence = useEvidence();
  const parts = useCardParts(known, source, sets);
  const rows = parts.flatMap((part) => part.rows);
  const table: PrintedTable = {
    columns: [
      { header: t('columns.what') },
      { header: t('columns.value'), isText: true },
      { header: t('columns.evidence'), isText: true },
    ],
    rows: parts.flatMap((part) => [
      { id: `part ${part.title}`, cells: [part.title, '', ''] },
      ...part.rows.map(({ id, label, value, page }) => ({
        id,
        indented: true,
        cells: [
          label,
          { text: value ?? t('notReported'), node: <Told text={value} absent={t('notReported')} /> },
          evidence(page),
        ],
      })),
    ]),
  };
  return (
    <TableFrame
      title={t('cardOf', { name: source?.modelName ?? missing })}
      table={table}
      numbers={{
        columns: ['item', 'value', 'page'].map((file) => ({ file, header: file })),
        rows: rows.map(({ id, value, page }) => [id, value, page]),
      }}
      caption={[
        t('cardCounts', { n: rows.length, missing: rows.filter(({ value }) => value === null).length }),
        t('limitsOf'),
      ]}
      methods={t('methodsOfCard')}
      provenance={{
        ...{ study: study.code, dataVersion: known.patientFlow.dataVersion },
        ...{ selection: cohort('everybody'), recipe: null },
      }}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-model-card`}
    />
  );
}

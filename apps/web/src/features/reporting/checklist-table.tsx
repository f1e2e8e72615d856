'use client';
import { type ChecklistName, checklists } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { useEvidence } from './evidence-link.tsx';
import { type EvaluatedSets, type Known, type Source } from './query.ts';
import { noFact, type State, useFacts } from './use-facts.ts';
import styles from './reporting-page.module.css';

const tones: Readonly<Record<State, Tone>> = { filled: 'good', partly: 'attention', gap: 'bad' };

interface ChecklistTableProps {
  readonly name: ChecklistName;
  readonly known: Known;
  readonly source: Source | null;
  readonly sets: EvaluatedSets | null;
  readonly gapsOnly: boolean;
}

/** A reporting guideline, filled with what the portal knows; what it does not know is the list of what is to be written. */
export function ChecklistTable({ name, known, source, sets, gapsOnly }: ChecklistTableProps) {
  const t = useTranslations('reporting');
  const cohort = useTranslations('cohort');
  const inWords = useLabel();
  const study = useStudy();
  const evidence = useEvidence();
  const factOf = useFacts(known, source, sets);
  const { title, source: published, items } = checklists[name];
  const filled = items.map((item) => ({ item, fact: item.fact === null ? noFact : factOf(item.fact) }));
  const shown = filled.filter(({ fact }) => !gapsOnly || fact.state !== 'filled');
  const n = (state: State) => filled.filter(({ fact }) => fact.state === state).length;
  const table: PrintedTable = {
    columns: [
      { header: t('columns.item') },
      { header: t('columns.state'), isText: true },
      { header: t('columns.known'), isText: true },
      { header: t('columns.evidence'), isText: true },
    ],
    rows: shown.map(({ item: { id, asks }, fact: { state, text, page } }) => ({
      id,
      cells: [
        { text: `${id} ${inWords(asks)}`, node: <Asked id={id} asks={inWords(asks)} /> },
        { text: t(`states.${state}`), node: <StatusBadge tone={tones[state]}>{t(`states.${state}`)}</StatusBadge> },
        { text: text ?? t('notReported'), node: <Told text={text} absent={t('notReported')} /> },
        evidence(page),
      ],
    })),
  };
  return (
    <TableFrame
      title={title}
      table={table}
      numbers={{
        columns: ['item', 'asks', 'state', 'known', 'page'].map((file) => ({ file, header: file })),
        rows: filled.map(({ item, fact }) => [item.id, inWords(item.asks), fact.state, fact.text, fact.page]),
      }}
      caption={[
        t('counts', { n: items.length, filled: n('filled'), partly: n('partly'), gaps: n('gap') }),
        t('published', { source: published }),
      ]}
      methods={t('methodsOfList', { title, source: published })}
      provenance={{
        ...{ study: study.code, dataVersion: known.patientFlow.dataVersion },
        ...{ selection: cohort('everybody'), recipe: null },
      }}
      isSynthetic={study.synthetic}
      fileName={`${study.code}-${name}`}
    />
  );
}

function Asked({ id, asks }: { readonly id: string; readonly asks: string }) {
  return (
    <span className={styles['asked']}>
      <span className={styles['number']}>{id}</span>
      <span>{asks}</span>
    </span>
  );
}

export function Told({ text, absent }: { readonly text: string | null; readonly absent: string }) {
  return <span className={text === null ? styles['absent'] : styles['known']}>{text ?? absent}</span>;
}

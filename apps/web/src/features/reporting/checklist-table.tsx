'use client';
import { type ChecklistItem, type ChecklistName, checklists } from '@haim/schema';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { type Answer, contractName, isLeft, stateOf } from './answers.ts';
import { useEvidence } from './evidence-link.tsx';
import { type EvaluatedSets, type Known, type Source } from './query.ts';
import { noFact, useFacts } from './use-facts.ts';
import styles from './reporting-page.module.css';

type Shown = ReturnType<typeof stateOf>;

const tones: Readonly<Record<Shown, Tone>> = {
  ...{ filled: 'good', written: 'good', notApplicable: 'neutral', partly: 'attention', gap: 'bad' },
};

interface ChecklistTableProps {
  readonly name: ChecklistName;
  readonly known: Known;
  readonly source: Source | null;
  readonly sets: EvaluatedSets | null;
  readonly answers: readonly Answer[];
  readonly gapsOnly: boolean;
}

/** A reporting guideline: what the portal knows of each item, what its authors wrote, and what is left to write. */
export function ChecklistTable({ name, known, source, sets, answers, gapsOnly }: ChecklistTableProps) {
  const t = useTranslations('reporting');
  const cohort = useTranslations('cohort');
  const inWords = useLabel();
  const study = useStudy();
  const mayAnswer = useMay('writeReports') && study.closedAt === null;
  const evidence = useEvidence();
  const factOf = useFacts(known, source, sets);
  const [opened, setOpened] = useState<string | null>(null);
  const { title, source: published, items } = checklists[name];
  const answerOf = ({ id }: ChecklistItem) =>
    answers.find(({ checklist, item }) => checklist === contractName(name) && item === id);
  const filled = items.map((item) => {
    const fact = item.fact === null ? noFact : factOf(item.fact);
    const answer = answerOf(item);
    return { item, fact, answer, state: stateOf(fact, answer) };
  });
  const shown = filled.filter(({ state }) => !gapsOnly || isLeft(state));
  const n = (state: Shown) => filled.filter((one) => one.state === state).length;
  const open = filled.find(({ item }) => item.id === opened);
  const table: PrintedTable = {
    columns: [
      { header: t('columns.item') },
      { header: t('columns.state'), isText: true },
      { header: t('columns.known'), isText: true },
      { header: t('columns.answer'), isText: true },
      { header: t('columns.evidence'), isText: true },
    ],
    rows: shown.map(({ item: { id, asks }, fact, answer, state }) => ({
      id,
      cells: [
        { text: `${id} ${inWords(asks)}`, node: <Asked id={id} asks={inWords(asks)} /> },
        { text: t(`states.${state}`), node: <StatusBadge tone={tones[state]}>{t(`states.${state}`)}</StatusBadge> },
        { text: fact.text ?? t('notReported'), node: <Told text={fact.text} absent={t('notReported')} /> },
        {
          text: [answer?.answer, answer?.place && t('inManuscript', { place: answer.place })]
            .filter(Boolean)
            .join('\n'),
          node: <Authors item={id} answer={answer} onOpen={mayAnswer ? () => setOpened(id) : null} />,
        },
        evidence(fact.page),
      ],
    })),
  };
  return (
    <>
      <TableFrame
        title={title}
        table={table}
        numbers={{
          columns: ['item', 'asks', 'state', 'known', 'answer', 'place', 'page'].map((file) => ({
            file,
            header: file,
          })),
          rows: filled.map(({ item, fact, answer, state }) => [
            ...[item.id, inWords(item.asks), state, fact.text],
            ...[answer?.answer ?? null, answer?.place ?? null, fact.page],
          ]),
        }}
        caption={[
          t('counts', {
            ...{ n: items.length, filled: n('filled'), written: n('written'), absent: n('notApplicable') },
            ...{ partly: n('partly'), gaps: n('gap') },
          }),
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
      {open ? (
        <AnswerDialog
          key={open.item.id}
          list={name}
          item={open.item}
          fact={open.fact}
          stored={open.answer}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </>
  );
}

interface AuthorsProps {
  readonly item: string;
  readonly answer: Answer | undefined;
  /** Null for who may not answer. */
  readonly onOpen: (() => void) | null;
}

/** What the authors wrote and where, and what opens it. */
function Authors({ item, answer, onOpen }: AuthorsProps) {
  const t = useTranslations('reporting');
  const word = t(answer === undefined || answer.state === 'OPEN' ? 'answer.open' : 'answer.change');
  return (
    <span className={styles['authors']}>
      {answer?.answer ? <span className={styles['known']}>{answer.answer}</span> : null}
      {answer?.place ? <span className={styles['place']}>{t('inManuscript', { place: answer.place })}</span> : null}
      {onOpen ? (
        <Button size="compact-xs" variant="default" aria-label={`${word} ${item}`} onClick={onOpen}>
          {word}
        </Button>
      ) : null}
    </span>
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

'use client';
import { useQuery } from '@apollo/client/react';
import { Modal, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { mayIn, type Study, useStudies, useStudyOfPath, useViewer } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { finderMergedQuery, finderPatientsQuery, finderSlidesQuery } from './finder-query.ts';
import styles from './finder.module.css';
import { matchWords, type Place } from './match-words.ts';
import { useCommands, usePages } from './use-places.ts';

/** So many patients and slides are offered. */
const most = 8;

/** Patients, slides, pages and commands by what is typed, for the keyboard first. */
export function FinderDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell.finder');
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  // What was typed when Enter came before its answer: the first place of the answer is opened.
  const [asked, setAsked] = useState<string | null>(null);
  const id = useId();
  const { groups, error, isLoading, isAnswered, retry } = useFound(typed);
  const places = groups.flatMap((group) => group.places);
  const chosen = places[Math.min(at, places.length - 1)];
  const idOf = (place: Place) => `${id} ${place.id}`.replaceAll(' ', '-');
  const chosenId = chosen ? idOf(chosen) : undefined;
  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  const isAsked = asked === typed;
  useEffect(() => {
    if (isAsked && isAnswered) open(chosenId);
  }, [isAsked, isAnswered, chosenId]);

  function choose(place: number) {
    setAt(place);
    setAsked(null);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const now = Math.min(at, places.length - 1);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1 + places.length }[event.key];
    if (to !== undefined && places.length > 0) choose(to % places.length);
    // Who went to a place by the arrows means that place.
    else if (event.key === 'Enter' && (isAnswered || at > 0)) open(chosenId);
    else if (event.key === 'Enter') setAsked(typed);
    else return;
    event.preventDefault();
  }

  return (
    <Modal opened onClose={onClose} withCloseButton={false} size="lg" yOffset="10vh" padding="sm" zIndex={300}>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosenId}
        aria-autocomplete="list"
        aria-label={t('open')}
        placeholder={t('placeholder')}
        leftSection={<IconSearch size={16} aria-hidden />}
        autoComplete="off"
        spellCheck={false}
        maxLength={80}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          choose(0);
        }}
        onKeyDown={onKeyDown}
      />
      {error ? <ErrorState code={errorCode(error)} onRetry={retry} /> : null}
      <div id={`${id}-list`} role="listbox" aria-label={t('results')} className={styles['list']}>
        {groups.map(({ name, places: own }) =>
          own.length === 0 ? null : (
            <div key={name} role="group" aria-labelledby={`${id}-${name}`}>
              <div id={`${id}-${name}`} className={styles['heading']}>
                {t(name)}
              </div>
              {own.map((place) => (
                <Option
                  key={place.id}
                  id={idOf(place)}
                  place={place}
                  isChosen={place === chosen}
                  onHover={() => choose(places.indexOf(place))}
                  onClose={onClose}
                />
              ))}
            </div>
          ),
        )}
      </div>
      <Text size="xs" c="var(--text-quiet)" mt="xs" role="status">
        {isLoading || (isAsked && !isAnswered) ? t('loading') : places.length === 0 ? t('none') : t('keys')}
      </Text>
    </Modal>
  );
}

/** By a click, so that links are guarded where entries are not saved. */
function open(id: string | undefined) {
  if (id !== undefined) document.getElementById(id)?.click();
}

interface OptionProps {
  readonly id: string;
  readonly place: Place;
  readonly isChosen: boolean;
  readonly onHover: () => void;
  readonly onClose: () => void;
}

function Option({ id, place, isChosen, onHover, onClose }: OptionProps) {
  const { label, note, goes } = place;
  const shared = {
    ...{ id, role: 'option', 'aria-selected': isChosen, tabIndex: -1, className: styles['option'] },
    onMouseMove: onHover,
  } as const;
  const words = (
    <>
      <span>{label}</span>
      {note ? <span className={styles['note']}>{note}</span> : null}
    </>
  );
  if ('href' in goes) {
    return (
      <Link {...shared} href={goes.href} prefetch={false} onClick={onClose}>
        {words}
      </Link>
    );
  }
  return (
    <button
      {...shared}
      type="button"
      onClick={() => {
        onClose();
        goes.act();
      }}
    >
      {words}
    </button>
  );
}

/** What matches the text: patients and slides of the study where there is a text, pages and commands always. */
function useFound(typed: string) {
  const here = useStudyOfPath();
  const studies = useStudies();
  const study = here ?? (studies.length === 1 ? (studies[0] ?? null) : null);
  const merging = useTranslations('merging');
  const pages = usePages(study);
  const commands = useCommands(study);
  const wanted = typed.normalize('NFKC').trim();
  const [settled] = useDebouncedValue(wanted, 120);
  const mayRead = useMayRead(study);
  const skip = !mayRead || settled === '' || wanted === '';
  const code = study?.code ?? '';
  const patients = useQuery(finderPatientsQuery, { variables: { study: code, code: settled }, skip });
  const slides = useQuery(finderSlidesQuery, { variables: { study: code }, skip: skip || settled.length < 2 });
  const merged = useQuery(finderMergedQuery, { variables: { study: code }, skip: skip || settled.length < 2 });
  // The code of an entry that was merged leads to the patient.
  const ofMerged = (skip || settled.length < 2 ? [] : (merged.data?.removedPatients ?? [])).flatMap(
    ({ id, code: former, mergedInto }): Place[] =>
      mergedInto
        ? [
            {
              ...{ id: `merged ${id}`, label: former, note: merging('finder') },
              goes: { href: studyPath(code, 'patients', mergedInto) },
            },
          ]
        : [],
  );
  const ofPatients = (skip ? [] : (patients.data?.patients.rows ?? [])).map((one): Place => ({
    ...{ id: `patient ${one.id}`, label: one.code, note: one.centre },
    goes: { href: studyPath(code, 'patients', one.id) },
  }));
  const ofSlides = (skip || settled.length < 2 ? [] : (slides.data?.slides ?? [])).map((one): Place => ({
    ...{ id: `slide ${one.id}`, label: one.barcode, note: one.patientCode },
    goes: { href: studyPath(code, 'slides', one.id) },
  }));
  const foundPatients = matchWords([...ofPatients, ...ofMerged], typed).slice(0, most);
  // Slides come after patients: what they answer changes the first place only where there is no patient.
  const isWaiting = patients.loading || merged.loading || (slides.loading && foundPatients.length === 0);
  return {
    groups: [
      { name: 'patients', places: foundPatients },
      { name: 'slides', places: matchWords(ofSlides, typed).slice(0, most) },
      { name: 'pages', places: matchWords(pages, typed) },
      { name: 'commands', places: matchWords(commands, typed) },
    ] as const,
    error: patients.error ?? slides.error,
    isLoading: patients.loading || slides.loading,
    /** Whether the first place is the answer to all that is typed. */
    isAnswered: !mayRead || wanted === '' || (settled === wanted && !isWaiting),
    retry: () => void patients.refetch(),
  };
}

function useMayRead(study: Study | null): boolean {
  const { memberships } = useViewer();
  return mayIn(
    memberships.filter((one) => one.study === study?.code),
    'readRecords',
  );
}

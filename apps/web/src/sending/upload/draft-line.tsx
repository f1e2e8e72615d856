'use client';
import { Autocomplete, Button, NativeSelect, Text } from '@mantine/core';
import { evaluationSet } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useFileSize } from '@/numbers/use-file-size.ts';
import { type RegisteredSlide, type Target } from './target.ts';
import styles from './upload.module.css';

export interface Draft {
  readonly key: number;
  readonly file: File;
  readonly target: Target;
  /** The target of an earlier upload of the same file. */
  readonly isBegun: boolean;
}

/** What prevents sending a file; null if nothing does. */
export type DraftProblem = 'incomplete' | 'hasImage' | 'twice' | null;

export function problemOf(draft: Draft, drafts: readonly Draft[], slides: readonly RegisteredSlide[]): DraftProblem {
  const { centre, patient, barcode } = draft.target;
  if (!centre || !patient.trim() || !barcode.trim()) return 'incomplete';
  const slide = registered(draft.target, slides);
  if (slide?.file) return 'hasImage';
  const isSame = ({ key, target }: Draft): boolean =>
    key !== draft.key && target.centre === centre && target.patient === patient && target.barcode === barcode;
  return drafts.some(isSame) ? 'twice' : null;
}

function registered(target: Target, slides: readonly RegisteredSlide[]): RegisteredSlide | undefined {
  return slides.find(
    ({ centre, patientCode, barcode }) =>
      centre === target.centre && patientCode === target.patient && barcode === target.barcode,
  );
}

interface DraftLineProps {
  readonly draft: Draft;
  readonly problem: DraftProblem;
  readonly centres: readonly string[];
  readonly slides: readonly RegisteredSlide[];
  readonly onChange: (change: Partial<Target>) => void;
  readonly onRemove: () => void;
}

/** A chosen file, and the slide it belongs to. */
export function DraftLine({ draft, problem, centres, slides, onChange, onRemove }: DraftLineProps) {
  const t = useTranslations('uploads');
  const label = useLabel();
  const size = useFileSize();
  const { file, target } = draft;
  const ofCentre = slides.filter(({ centre }) => centre === target.centre);
  const patients = [...new Set(ofCentre.map(({ patientCode }) => patientCode))];
  const open = ofCentre.filter(({ patientCode, file: image }) => patientCode === target.patient && image === null);
  const isNew = problem === null && registered(target, slides) === undefined;
  return (
    <li className={styles['draft']}>
      <div className={styles['name']}>
        <Text size="sm" fw={600} className={styles['fileName'] ?? ''}>
          {file.name}
        </Text>
        <Text size="xs" c="var(--text-quiet)">
          {size(file.size)}
          {draft.isBegun ? ` · ${t('draft.begun')}` : ''}
        </Text>
      </div>
      {centres.length > 1 ? (
        <NativeSelect
          size="xs"
          className={styles['field'] ?? ''}
          label={t('draft.centre')}
          aria-label={t('draft.centreOf', { file: file.name })}
          value={target.centre}
          onChange={({ currentTarget }) => onChange({ centre: currentTarget.value })}
          data={[{ value: '', label: '' }, ...centres.map((code) => ({ value: code, label: code }))]}
        />
      ) : null}
      <Autocomplete
        size="xs"
        className={styles['field'] ?? ''}
        label={t('draft.patient')}
        aria-label={t('draft.patientOf', { file: file.name })}
        value={target.patient}
        onChange={(patient) => onChange({ patient })}
        data={patients}
        limit={20}
        maxLength={40}
      />
      <Autocomplete
        size="xs"
        className={styles['field'] ?? ''}
        label={t('draft.slide')}
        aria-label={t('draft.slideOf', { file: file.name })}
        value={target.barcode}
        onChange={(barcode) => onChange({ barcode })}
        data={[...new Set(open.map(({ barcode }) => barcode))]}
        limit={20}
        maxLength={60}
      />
      {isNew ? (
        <NativeSelect
          size="xs"
          className={styles['field'] ?? ''}
          label={t('draft.set')}
          aria-label={t('draft.setOf', { file: file.name })}
          value={target.set}
          onChange={({ currentTarget }) => onChange({ set: currentTarget.value })}
          data={[
            { value: '', label: t('draft.noSet') },
            ...evaluationSet.codes.map(({ code, label: words }) => ({ value: code, label: label(words) })),
          ]}
        />
      ) : null}
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t('draft.removeOf', { file: file.name })}
        onClick={onRemove}
      >
        {t('draft.remove')}
      </Button>
      {problem === 'hasImage' || problem === 'twice' ? (
        <Text size="xs" className={`${styles['note']} ${styles['error']}`} role="alert">
          {t(`draft.${problem}`)}
        </Text>
      ) : null}
      {isNew ? (
        <Text size="xs" c="var(--text-quiet)" className={styles['note'] ?? ''}>
          {t('draft.new')}
        </Text>
      ) : null}
    </li>
  );
}

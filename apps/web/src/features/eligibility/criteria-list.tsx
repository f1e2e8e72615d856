'use client';
import { ActionIcon, Select, Text, TextInput } from '@mantine/core';
import { IconArrowUp, IconClockExclamation, IconTrash } from '@tabler/icons-react';
import { criterionKinds, type Issue, knownLaterIn, parseFilter, type SubjectVariable } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { ConditionsEditor } from '@/conditions/condition-group.tsx';
import { useConditionErrors } from '@/conditions/use-condition-errors.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { criterionOf, type CriterionDraft } from './criteria-draft.ts';
import styles from './criteria.module.css';
import { useCriterionWords } from './use-criterion-words.ts';

interface CriteriaListProps {
  readonly drafts: readonly CriterionDraft[];
  readonly variables: readonly SubjectVariable[];
  readonly own: readonly SubjectVariable[];
  readonly issues: readonly Issue[];
  readonly onChange: (drafts: readonly CriterionDraft[]) => void;
}

/** The criteria in the order in which reasons are counted. */
export function CriteriaList({ drafts, onChange, ...rest }: CriteriaListProps) {
  function up(i: number) {
    const [before, draft] = [drafts[i - 1], drafts[i]];
    if (before && draft) onChange(drafts.with(i - 1, draft).with(i, before));
  }
  return (
    <ol className={styles['list']}>
      {drafts.map((draft, i) => (
        <li key={draft.key}>
          <CriterionEditor
            {...rest}
            draft={draft}
            place={i}
            onChange={(next) => onChange(drafts.with(i, next))}
            onUp={() => up(i)}
            onRemove={() => onChange(drafts.filter((one) => one !== draft))}
          />
        </li>
      ))}
    </ol>
  );
}

interface CriterionEditorProps extends Pick<CriteriaListProps, 'variables' | 'own' | 'issues'> {
  readonly draft: CriterionDraft;
  readonly place: number;
  readonly onChange: (draft: CriterionDraft) => void;
  readonly onUp: () => void;
  readonly onRemove: () => void;
}

function CriterionEditor(props: CriterionEditorProps) {
  const { draft, place, variables, own, issues, onChange, onUp, onRemove } = props;
  const t = useTranslations('eligibility.criteria');
  const label = useLabel();
  const inWords = useCriterionWords();
  const errorsOf = useConditionErrors();
  const set = (change: Partial<CriterionDraft>) => onChange({ ...draft, ...change });
  const errorAt = (part: string): string | null => {
    const issue = issues.find(({ field }) => field.startsWith(`criteria.${place}.${part}`));
    return issue ? t('must', { expected: label(issue.expected) }) : null;
  };
  const { filter } = criterionOf(draft, variables);
  const sound = parseFilter(filter, { own, takesEvents: false });
  const later = sound.filter === null ? [] : knownLaterIn({ filter: sound.filter }, own);
  // A criterion is worded as one: what is missing leaves it open.
  // One condition says it by itself, unless it is turned round.
  const isPlain = sound.filter !== null && 'variable' in sound.filter;
  const words = sound.filter === null || sound.issues.length > 0 || isPlain ? null : inWords(sound.filter);
  const name = draft.code || String(place + 1);
  return (
    <fieldset className={styles['criterion']} aria-label={t('criterion', { n: place + 1 })}>
      <div className={styles['names']}>
        <Select
          label={t('kind')}
          value={draft.kind}
          allowDeselect={false}
          data={criterionKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          onChange={(kind) => set({ kind: criterionKinds.find((one) => one === kind) ?? 'inclusion' })}
        />
        <TextInput
          label={t('nameEn')}
          value={draft.en}
          error={errorAt('label.en')}
          onChange={({ currentTarget }) => set({ en: currentTarget.value })}
          required
        />
        <TextInput
          label={t('nameZh')}
          lang="zh"
          value={draft.zh}
          error={errorAt('label.zh')}
          onChange={({ currentTarget }) => set({ zh: currentTarget.value })}
          required
        />
        <TextInput
          label={t('code')}
          value={draft.code}
          error={errorAt('code')}
          onChange={({ currentTarget }) => set({ code: currentTarget.value })}
          required
        />
      </div>
      <div className={styles['actions']}>
        <ActionIcon variant="subtle" color="gray" disabled={place === 0} onClick={onUp} aria-label={t('up', { name })}>
          <IconArrowUp size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="subtle" color="red" onClick={onRemove} aria-label={t('remove', { name })}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
      <div className={styles['whole']}>
        <ConditionsEditor
          draft={draft.condition}
          variables={variables}
          errors={errorsOf(draft.condition, `criteria.${place}.filter`, issues)}
          onChange={(condition) => set({ condition })}
        />
        {words === null ? null : (
          <Text size="sm" mt="xs">
            {t('condition')}: {words}
          </Text>
        )}
      </div>
      {later.length > 0 ? (
        <div className={styles['whole']}>
          <StatusBadge tone="attention" mark={<IconClockExclamation size={12} aria-hidden />}>
            {t('later')}
          </StatusBadge>{' '}
          <Text span size="xs" c="var(--text-quiet)">
            {t('laterHelp')}
          </Text>
        </div>
      ) : null}
    </fieldset>
  );
}

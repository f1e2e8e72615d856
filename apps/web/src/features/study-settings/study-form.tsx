'use client';
import { type Issue, scoresOfPatient, shortFollowUps, type StudyUse } from '@haim/schema';
import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { Panel } from '@/ui/panel.tsx';
import { DisclosurePanel } from './disclosure-panel.tsx';
import { emptyArm, emptyCentre, type StudyDraft } from './draft.ts';
import { FormsPanel } from './forms-panel.tsx';
import { ListEditor } from './list-editor.tsx';
import { type Recipe } from './query.ts';
import styles from './study-settings.module.css';

interface StudyFormProps {
  readonly draft: StudyDraft;
  readonly recipes: readonly Recipe[];
  /** Of a study that is there; null for a new one, whose code and kind can still be chosen. */
  readonly use: StudyUse | null;
  readonly isReadOnly: boolean;
  /** Those to be shown now. */
  readonly issues: readonly Issue[];
  readonly onChange: (change: Partial<StudyDraft>) => void;
}

/** What a study is, in sections; each fault stands at its field. */
export function StudyForm({ draft, recipes, use, isReadOnly, issues, onChange }: StudyFormProps) {
  const t = useTranslations('studySettings');
  const label = useLabel();
  const errorOf = (field: string): string | null => {
    const found = issues.find((issue) => issue.field === field);
    return found ? t('expected', { expected: label(found.expected) }) : null;
  };
  const text = (field: 'code' | 'nameEn' | 'nameZh' | 'timeZero' | 'cutoffOn', path: string = field) => ({
    value: draft[field],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [field]: event.currentTarget.value }),
    error: errorOf(path),
    readOnly: isReadOnly,
    autoComplete: 'off',
  });
  return (
    <>
      <Panel title={t('about.title')}>
        <div className={styles['fields']}>
          <TextInput
            label={t('code')}
            description={t(use ? 'codeFixed' : 'codeHelp')}
            {...text('code')}
            readOnly={use !== null}
            required
          />
          <Checkbox
            label={t('synthetic')}
            description={t('syntheticHelp')}
            checked={draft.synthetic}
            disabled={use !== null}
            onChange={(event) => onChange({ synthetic: event.currentTarget.checked })}
            mt="lg"
          />
          <TextInput className={styles['wide'] ?? ''} label={t('nameEn')} {...text('nameEn', 'name.en')} required />
          <TextInput
            className={styles['wide'] ?? ''}
            label={t('nameZh')}
            description={t('nameZhHelp')}
            {...text('nameZh', 'name.zh')}
            lang="zh"
          />
        </div>
      </Panel>
      <Panel title={t('arms.title')} note={t('arms.note')}>
        <ListEditor
          list="arms"
          rows={draft.arms}
          inUse={use?.arms ?? []}
          empty={emptyArm}
          error={errorOf('arms')}
          isReadOnly={isReadOnly}
          isOrdered
          onChange={(arms) => onChange({ arms })}
        >
          {(arm, i, set, isInUse) => (
            <>
              <TextInput
                label={t('arms.code')}
                value={arm.code}
                onChange={(event) => set({ code: event.currentTarget.value })}
                error={errorOf(`arms.${i}.code`)}
                readOnly={isReadOnly || isInUse}
                autoComplete="off"
                required
              />
              <TextInput
                label={t('arms.labelEn')}
                value={arm.labelEn}
                onChange={(event) => set({ labelEn: event.currentTarget.value })}
                error={errorOf(`arms.${i}.label.en`)}
                readOnly={isReadOnly}
                autoComplete="off"
                required
              />
              <TextInput
                label={t('arms.labelZh')}
                value={arm.labelZh}
                onChange={(event) => set({ labelZh: event.currentTarget.value })}
                error={errorOf(`arms.${i}.label.zh`)}
                readOnly={isReadOnly}
                autoComplete="off"
                lang="zh"
              />
            </>
          )}
        </ListEditor>
      </Panel>
      <Panel title={t('centres.title')} note={t('centres.note')}>
        <ListEditor
          list="centres"
          rows={draft.centres}
          inUse={use?.centres ?? []}
          empty={emptyCentre}
          error={errorOf('centres')}
          isReadOnly={isReadOnly}
          isOrdered={false}
          onChange={(centres) => onChange({ centres })}
        >
          {(centre, i, set, isInUse) => (
            <>
              <TextInput
                label={t('centres.code')}
                value={centre.code}
                onChange={(event) => set({ code: event.currentTarget.value })}
                error={errorOf(`centres.${i}.code`)}
                readOnly={isReadOnly || isInUse}
                autoComplete="off"
                required
              />
              <TextInput
                label={t('centres.name')}
                value={centre.name}
                onChange={(event) => set({ name: event.currentTarget.value })}
                error={errorOf(`centres.${i}.name`)}
                readOnly={isReadOnly}
                autoComplete="off"
                required
              />
            </>
          )}
        </ListEditor>
      </Panel>
      <Panel title={t('times.title')} note={t('times.note')}>
        <div className={styles['fields']}>
          <TextInput label={t('timeZero')} description={t('timeZeroHelp')} {...text('timeZero')} required />
          <Select
            label={t('recipe')}
            description={t('recipeHelp')}
            data={recipes.map(({ id, name, version }) => ({ value: String(id), label: `${name} ${version}` }))}
            value={String(draft.recipeId)}
            onChange={(id) => id && onChange({ recipeId: Number(id) })}
            error={errorOf('recipeId')}
            readOnly={isReadOnly}
            allowDeselect={false}
          />
          <NumberInput
            label={t('monthDays')}
            description={t('monthDaysHelp')}
            value={draft.monthDays}
            onChange={(monthDays) => onChange({ monthDays })}
            error={errorOf('monthDays')}
            readOnly={isReadOnly}
            hideControls
            required
          />
          <TextInput
            label={t('cutoffOn')}
            description={use?.firstEnrolledOn ? t('cutoffFrom', { date: use.firstEnrolledOn }) : t('cutoffHelp')}
            placeholder="YYYY-MM-DD"
            inputMode="numeric"
            {...text('cutoffOn')}
          />
          <NumberInput
            label={t('followUp.months')}
            description={t('followUp.help')}
            value={draft.followUpMonths}
            onChange={(followUpMonths) => onChange({ followUpMonths })}
            error={errorOf('minimumFollowUp.months')}
            readOnly={isReadOnly}
            hideControls
          />
          <Select
            label={t('followUp.handling')}
            description={t('followUp.handlingHelp')}
            data={shortFollowUps.map((value) => ({ value, label: t(`followUp.${value}`) }))}
            value={draft.shortFollowUp}
            onChange={(value) => onChange({ shortFollowUp: value === 'warn' ? 'warn' : 'exclude' })}
            disabled={draft.followUpMonths === ''}
            readOnly={isReadOnly}
            allowDeselect={false}
          />
          <Select
            label={t('scoreOfPatient.label')}
            description={t('scoreOfPatient.help')}
            data={scoresOfPatient.map((value) => ({ value, label: t(`scoreOfPatient.${value}`) }))}
            value={draft.scoreOfPatient}
            onChange={(value) => {
              const scoreOfPatient = scoresOfPatient.find((one) => one === value);
              if (scoreOfPatient !== undefined) onChange({ scoreOfPatient });
            }}
            readOnly={isReadOnly}
            allowDeselect={false}
          />
        </div>
      </Panel>
      <FormsPanel
        unused={draft.unusedForms}
        withRecords={use?.forms ?? []}
        error={errorOf('unusedForms')}
        isReadOnly={isReadOnly}
        onChange={(unusedForms) => onChange({ unusedForms })}
      />
      <DisclosurePanel
        rule={draft.disclosure}
        errorOf={(name) => errorOf(`disclosure.${name}`)}
        isReadOnly={isReadOnly}
        onChange={(disclosure) => onChange({ disclosure })}
      />
    </>
  );
}

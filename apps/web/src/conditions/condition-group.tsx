'use client';
import { ActionIcon, Button, Checkbox, Group, SegmentedControl, Tooltip } from '@mantine/core';
import { IconFolderPlus, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { type SubjectVariable } from '@haim/schema';
import { type ConditionGroup, type ConditionPart, emptyLine, groupOf, isGroup, joints } from './condition-draft.ts';
import { LineEditor } from './condition-line.tsx';
import styles from './conditions.module.css';

/** Nobody reads more levels than these. */
const mostLevels = 4;

interface ConditionsEditorProps {
  readonly draft: ConditionGroup;
  readonly variables: readonly SubjectVariable[];
  /** What is wrong, by the key of a part. */
  readonly errors: ReadonlyMap<string, string>;
  readonly onChange: (draft: ConditionGroup) => void;
}

/** Conditions of which all have to hold, or at least one, in groups within groups; each may be turned round. */
export function ConditionsEditor({ draft, ...rest }: ConditionsEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  // The part that gets the focus once it is drawn.
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const key = wanted.current;
    if (key === null) return;
    wanted.current = null;
    const found = place.current?.querySelector<HTMLElement>(`[data-part="${key}"]`);
    // The variable, before the buttons that stand above it.
    const first = found?.querySelector<HTMLElement>('input:not([type="checkbox"], [type="radio"], [type="hidden"])');
    (first ?? found?.querySelector<HTMLElement>('button'))?.focus();
  });
  return (
    <div ref={place}>
      <GroupEditor {...rest} draft={draft} name="" level={0} onFocus={(key) => (wanted.current = key)} />
    </div>
  );
}

interface GroupEditorProps extends ConditionsEditorProps {
  /** Where it is, for who cannot see it: 2, 2.1; empty of the whole. */
  readonly name: string;
  readonly level: number;
  readonly onFocus: (key: string) => void;
}

function GroupEditor({ draft, variables, errors, onChange, name, level, onFocus }: GroupEditorProps) {
  const t = useTranslations('conditions');
  const { parts, joint } = draft;
  const nameOf = (i: number) => (name === '' ? String(i + 1) : `${name}.${i + 1}`);
  const error = errors.get(draft.key) ?? null;

  function put(next: readonly ConditionPart[], focused: string) {
    onFocus(focused);
    onChange({ ...draft, parts: next });
  }
  function add(part: ConditionPart) {
    put([...parts, part], isGroup(part) ? (part.parts[0]?.key ?? part.key) : part.key);
  }
  function remove(i: number) {
    const rest = parts.toSpliced(i, 1);
    const neighbour = rest[Math.min(i, rest.length - 1)];
    put(rest, neighbour?.key ?? draft.key);
  }
  /** With an empty one beside it, joined the other way: what is wanted when one condition becomes two. */
  function intoGroup(i: number, part: ConditionPart) {
    const line = emptyLine();
    put(parts.with(i, groupOf([part, line], joint === 'and' ? 'or' : 'and')), line.key);
  }

  return (
    <div
      className={styles['group']}
      role="group"
      aria-label={name === '' ? t('whole') : t('groupN', { n: name })}
      data-part={draft.key}
      data-level={level}
      data-wrong={error !== null || undefined}
    >
      {parts.length > 1 || level > 0 || draft.isNegated ? (
        <div className={styles['bar']}>
          <SegmentedControl
            size="xs"
            aria-label={name === '' ? t('joint') : t('jointN', { n: name })}
            value={joint}
            data={joints.map((one) => ({ value: one, label: t(`joints.${one}`) }))}
            onChange={(one) => onChange({ ...draft, joint: one })}
          />
          <Checkbox
            size="xs"
            label={t('notGroup')}
            title={t('notGroupHelp')}
            checked={draft.isNegated}
            onChange={({ currentTarget }) => onChange({ ...draft, isNegated: currentTarget.checked })}
          />
        </div>
      ) : null}
      {error === null ? null : (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
      <ol className={styles['parts']}>
        {parts.map((part, i) => (
          <li key={part.key} data-joint={i > 0 ? t(`between.${joint}`) : undefined}>
            {isGroup(part) ? (
              <>
                <GroupEditor
                  draft={part}
                  variables={variables}
                  errors={errors}
                  name={nameOf(i)}
                  level={level + 1}
                  onFocus={onFocus}
                  // A group without a part is not there any more.
                  onChange={(next) => (next.parts.length === 0 ? remove(i) : onChange({ ...draft, parts: parts.with(i, next) }))}
                />
                <span className={styles['ofGroup']}>
                  <Remove label={t('removeGroup', { n: nameOf(i) })} onRemove={() => remove(i)} />
                </span>
              </>
            ) : (
              <LineEditor
                line={part}
                name={nameOf(i)}
                variables={variables}
                error={errors.get(part.key) ?? null}
                onChange={(next) => onChange({ ...draft, parts: parts.with(i, next) })}
                actions={
                  <>
                    {level < mostLevels - 1 && part.variable !== '' ? (
                      <Tooltip label={t('intoGroup')}>
                        <ActionIcon variant="subtle" color="gray" aria-label={t('intoGroupN', { n: nameOf(i) })} onClick={() => intoGroup(i, part)}>
                          <IconFolderPlus size={16} aria-hidden />
                        </ActionIcon>
                      </Tooltip>
                    ) : null}
                    {parts.length > 1 || level > 0 ? <Remove label={t('removeN', { n: nameOf(i) })} onRemove={() => remove(i)} /> : null}
                  </>
                }
              />
            )}
          </li>
        ))}
      </ol>
      <Group gap="xs">
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => add(emptyLine())}>
          {t('add')}
        </Button>
        {level < mostLevels - 1 ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconFolderPlus size={14} aria-hidden />}
            onClick={() => add(groupOf([emptyLine(), emptyLine()], joint === 'and' ? 'or' : 'and'))}
          >
            {t('addGroup')}
          </Button>
        ) : null}
      </Group>
    </div>
  ); // prettier-ignore
}

function Remove({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onRemove}>
      <IconX size={16} aria-hidden />
    </ActionIcon>
  );
}

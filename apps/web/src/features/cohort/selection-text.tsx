'use client';
import { readCohortText, type TextFault, writeCohortText } from '@haim/schema';
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useCohortLists } from '@/selection/use-cohort-lists.ts';
import { useDraft } from '@/selection/use-draft.ts';
import { Panel } from '@/ui/panel.tsx';
import styles from './selection-text.module.css';

/** The selection as text that can be edited: and, or, not and brackets join conditions as they do in a sentence. */
export function SelectionText({ onClose }: { onClose: () => void }) {
  const t = useTranslations('cohort.text');
  const language = useLocale() === 'zh' ? 'zh' : 'en';
  const lists = useCohortLists();
  const { cohort, setCohort } = useCohort();
  const written = writeCohortText(cohort, language, lists);
  const { draft, change } = useDraft(written, written);
  const [fault, setFault] = useState<{ readonly of: string; readonly fault: TextFault } | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);

  function apply() {
    const read = readCohortText(draft, lists);
    if (read.fault === null) {
      setFault(null);
      setCohort(read.filter);
      return;
    }
    setFault({ of: draft, fault: read.fault });
    input.current?.focus();
    input.current?.setSelectionRange(read.fault.at, draft.length);
  }

  return (
    <Panel title={t('title')} note={t('note')}>
      <Textarea
        ref={input}
        aria-label={t('title')}
        aria-describedby="selection-text-example"
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        placeholder={t('everybody')}
        value={draft}
        onChange={({ currentTarget: { value } }) => change(value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          apply();
        }}
        error={fault?.of === draft ? <Fault text={fault.of} {...fault.fault} /> : null}
        classNames={{ input: styles['input'] ?? '' }}
      />
      <Text id="selection-text-example" size="xs" c="var(--text-quiet)" mt={6}>
        {t('example')}
      </Text>
      <Group gap="xs" mt="sm">
        <Button size="xs" onClick={apply} disabled={draft === written}>
          {t('apply')}
        </Button>
        <Button size="xs" variant="default" onClick={() => change(written)} disabled={draft === written}>
          {t('reset')}
        </Button>
        <Button size="xs" variant="subtle" onClick={onClose}>
          {t('close')}
        </Button>
      </Group>
    </Panel>
  );
}

/** How much of the text around a fault is repeated. */
const around = 24;

/** `Character 14: … and age | in (3)`, and what is expected there. */
function Fault({ text, at, expected }: TextFault & { readonly text: string }) {
  const t = useTranslations('cohort.text');
  const label = useLabel();
  const before = text.slice(Math.max(0, at - around), at);
  const after = text.slice(at, at + around);
  return (
    <span role="alert">
      {t('fault', { at: at + 1, expected: label(expected) })}{' '}
      <span className={styles['place']} aria-hidden>
        {at > around ? '…' : ''}
        {before}
        <mark>|</mark>
        {after}
        {at + around < text.length ? '…' : ''}
      </span>
    </span>
  );
}

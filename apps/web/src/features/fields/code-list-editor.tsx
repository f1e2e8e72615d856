'use client';
import { ActionIcon, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type CodeDraft, emptyCode, moved } from './field-draft.ts';

interface CodeListEditorProps {
  readonly codes: readonly CodeDraft[];
  /** What is wrong at a place of the declaration, in words. */
  readonly fault: (place: string) => string | null;
  readonly isReadOnly: boolean;
  readonly onChange: (codes: readonly CodeDraft[]) => void;
}

const parts = [
  ['code', 'code'],
  ['en', 'label.en'],
  ['zh', 'label.zh'],
] as const;

/** The codes of a category in the order shown, each with its words in both languages. */
export function CodeListEditor({ codes, fault, isReadOnly, onChange }: CodeListEditorProps) {
  const t = useTranslations('fields.codes');
  const faultOfList = fault('codes');
  return (
    <Fieldset legend={t('legend')}>
      <Stack gap="xs">
        {codes.map((code, at) => (
          // A code has no identity but its place: what is typed into it is all that it is.
          <Group key={at} gap="xs" align="flex-start" wrap="wrap">
            {parts.map(([part, place]) => (
              <TextInput
                key={part}
                aria-label={t(part, { n: at + 1 })}
                placeholder={t(`${part}Hint`)}
                value={code[part]}
                error={fault(`codes.${at}.${place}`)}
                readOnly={isReadOnly}
                autoComplete="off"
                flex={part === 'code' ? '0 1 9rem' : '1 1 9rem'}
                onChange={(event) => onChange(codes.with(at, { ...code, [part]: event.currentTarget.value }))}
              />
            ))}
            {isReadOnly ? null : (
              <Group gap={2} wrap="nowrap" mt={4}>
                {([-1, 1] as const).map((by) => (
                  <ActionIcon
                    key={by}
                    variant="subtle"
                    color="gray"
                    aria-label={t(by < 0 ? 'up' : 'down', { n: at + 1 })}
                    disabled={codes[at + by] === undefined}
                    onClick={() => onChange(moved(codes, at, by))}
                  >
                    {by < 0 ? <IconArrowUp size={16} aria-hidden /> : <IconArrowDown size={16} aria-hidden />}
                  </ActionIcon>
                ))}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('remove', { n: at + 1 })}
                  onClick={() => onChange(codes.toSpliced(at, 1))}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Group>
            )}
          </Group>
        ))}
        {faultOfList ? (
          <Text size="sm" c="red" role="alert">
            {faultOfList}
          </Text>
        ) : null}
        {isReadOnly ? null : (
          <Group>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => onChange([...codes, emptyCode])}
            >
              {t('add')}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}

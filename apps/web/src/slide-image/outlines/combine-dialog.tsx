'use client';
import { Button, Group, Modal, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Combining } from './combine-regions.ts';
import { type Outline } from './outline.ts';
import { type Outlines } from './use-outlines.ts';

const ways: readonly Combining[] = ['add', 'subtract', 'intersect'];

interface CombineDialogProps {
  readonly outlines: Outlines;
  readonly outline: Outline;
  readonly onClose: () => void;
}

/** Two outlines become one without a pointer: joined, the one cut out of the other, or what both have. */
export function CombineDialog({ outlines, outline, onClose }: CombineDialogProps) {
  const t = useTranslations('rois');
  const others = outlines.list.filter(({ key }) => key !== outline.key);
  const [otherKey, setOther] = useState(others[0]?.key ?? null);
  const [how, setHow] = useState<Combining>('add');
  const other = others.find(({ key }) => key === otherKey) ?? null;
  const apply = async (): Promise<void> => {
    if (other !== null) await outlines.combining.combine(outline, other, how);
    onClose();
  };
  return (
    <Modal opened lockScroll={false} onClose={onClose} title={t('combine.title', { name: outline.name })} size="sm">
      <Stack gap="sm">
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('combine.mode')}
          value={how}
          onChange={(next) => setHow(ways.find((one) => one === next) ?? 'add')}
          data={ways.map((one) => ({ value: one, label: t(`combine.${one}`) }))}
        />
        <Select
          label={t('combine.other')}
          data={others.map(({ key, name }) => ({ value: key, label: name }))}
          value={otherKey}
          onChange={setOther}
          allowDeselect={false}
          size="xs"
        />
        <Text size="xs" c="var(--text-quiet)">
          {t('combine.stays')}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="xs" disabled={other === null} onClick={() => void apply()}>
            {t('combine.apply')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

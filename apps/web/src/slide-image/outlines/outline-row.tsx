'use client';
import { ActionIcon, Alert, Button, Group, Menu, Modal, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import {
  IconDots,
  IconEye,
  IconEyeOff,
  IconFocus2,
  IconHistory,
  IconKeyboard,
  IconLayersUnion,
  IconLock,
  IconLockOpen,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { onOpening } from '@/ui/on-opening.tsx';
import { areaMm2, boundsOf, isUnsaved, type Outline } from './outline.ts';
import { type Outlines } from './use-outlines.ts';
import { useFault } from './use-fault.ts';
import styles from './rois.module.css';

const CombineDialog = onOpening(async () => (await import('./combine-dialog.tsx')).CombineDialog);
const CoordinatesDialog = onOpening(async () => (await import('./coordinates-dialog.tsx')).CoordinatesDialog);

interface OutlineRowProps {
  readonly outline: Outline;
  readonly outlines: Outlines;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly micronsPerPixel: number | null;
  readonly onHistory: () => void;
}

/** One outline with all its actions. */
export function OutlineRow({ outline, outlines, size, micronsPerPixel, onHistory }: OutlineRowProps) {
  const t = useTranslations('rois');
  const faultText = useFault();
  const [isTyping, setTyping] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [isCombining, setCombining] = useState(false);
  const { key, saved, name } = outline;
  const isLocked = saved?.locked === true;
  const canChange = outlines.canWrite && !isLocked;
  const isHidden = outlines.hidden.has(key);
  const isSelected = outlines.drawing.selected === key;
  const refusal = outlines.refusals[key];
  const remove = (): void => {
    setDeleting(false);
    void outlines.remove(outline);
  };
  return (
    <li
      className={styles['row']}
      data-selected={isSelected}
      onFocus={() => !isSelected && outlines.drawing.select(key)}
    >
      <Group gap={6} wrap="nowrap">
        {canChange ? (
          <TextInput
            value={name}
            onChange={(event) => outlines.rename(key, event.target.value)}
            aria-label={t('name')}
            maxLength={200}
            error={name.trim() === ''}
            size="xs"
            className={styles['name'] ?? ''}
          />
        ) : (
          <Text size="sm" fw={600} className={styles['name'] ?? ''}>
            {name}
          </Text>
        )}
        <Tool label={t('zoomTo', { name })} onClick={() => zoomTo(outlines, outline)} icon={<IconFocus2 size={15} />} />
        <Tool
          label={t(isHidden ? 'show' : 'hide', { name })}
          onClick={() => outlines.toggle(key)}
          icon={isHidden ? <IconEyeOff size={15} /> : <IconEye size={15} />}
        />
        {outlines.canWrite && (
          <Tool
            label={t(isLocked ? 'unlock' : 'lock', { name })}
            disabled={saved === null || isUnsaved(outline)}
            pressed={isLocked}
            onClick={() => void outlines.setLock(outline, !isLocked)}
            icon={isLocked ? <IconLock size={15} /> : <IconLockOpen size={15} />}
          />
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" size={26} aria-label={t('more', { name })}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {outlines.canWrite && (
              <Menu.Item leftSection={<IconKeyboard size={14} />} disabled={!canChange} onClick={() => setTyping(true)}>
                {t('typed.change')}
              </Menu.Item>
            )}
            {outlines.canWrite && (
              <Menu.Item
                leftSection={<IconLayersUnion size={14} />}
                disabled={!canChange || outlines.list.length < 2}
                onClick={() => setCombining(true)}
              >
                {t('combine.button')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconHistory size={14} />} disabled={saved === null} onClick={onHistory}>
              {t('history.button')}
            </Menu.Item>
            {outlines.canWrite && (
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={14} />}
                disabled={!canChange}
                onClick={() => setDeleting(true)}
              >
                {t('delete.button')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </Group>
      <Facts outline={outline} micronsPerPixel={micronsPerPixel} />
      {refusal !== undefined && (
        <Alert color="red" p="xs" mt={4} role="alert">
          <Text size="xs">{faultText(refusal.code)}</Text>
          {refusal.code === 'CONFLICT' && (
            <Button size="compact-xs" variant="default" mt={4} onClick={() => void outlines.takeStored(outline)}>
              {t('takeStored')}
            </Button>
          )}
        </Alert>
      )}
      {isTyping && (
        <CoordinatesDialog
          outlines={outlines}
          outline={outline}
          view={null}
          size={size}
          onClose={() => setTyping(false)}
        />
      )}
      {isCombining && <CombineDialog outlines={outlines} outline={outline} onClose={() => setCombining(false)} />}
      <Modal
        opened={isDeleting}
        lockScroll={false}
        onClose={() => setDeleting(false)}
        title={t('delete.title', { name })}
        size="sm"
      >
        <Stack gap="sm">
          <Text size="sm">{t(saved === null ? 'delete.unsaved' : 'delete.text')}</Text>
          <Group justify="flex-end" gap="xs">
            <Button size="xs" variant="default" onClick={() => setDeleting(false)}>
              {t('cancel')}
            </Button>
            <Button size="xs" color="red" onClick={remove}>
              {t('delete.button')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </li>
  );
}

/** Area, where it comes from, version and who saved it; marked if not saved yet. */
function Facts({ outline, micronsPerPixel }: { outline: Outline; micronsPerPixel: number | null }) {
  const t = useTranslations('rois');
  const format = useFormatter();
  const instant = useInstant();
  const { saved, regions } = outline;
  const isAhead = isUnsaved(outline);
  const area = isAhead || saved === null ? areaMm2(regions, micronsPerPixel) : saved.areaMm2;
  return (
    <Text size="xs" c="var(--text-quiet)" component="div" className={styles['facts'] ?? ''}>
      <span>
        {area === null ? t('areaUnknown') : t('area', { area: format.number(area, { maximumSignificantDigits: 3 }) })}
      </span>
      {saved?.label && <span>{saved.label}</span>}
      {saved !== null && (
        <>
          <span>{t(`sources.${saved.source}`)}</span>
          <span>{t('version', { version: saved.version })}</span>
          <span>{t('by', { name: saved.updatedBy, at: instant(saved.updatedAt) })}</span>
        </>
      )}
      {saved?.locked && <strong>{t('locked')}</strong>}
      {isAhead && <strong className={styles['unsaved']}>{t(saved === null ? 'notSaved' : 'changed')}</strong>}
    </Text>
  );
}

function zoomTo({ viewer, drawing }: Outlines, { key, regions }: Outline): void {
  if (viewer === null) return;
  drawing.select(key);
  const { left, top, width, height } = boundsOf(regions);
  const margin = Math.max(width, height) * 0.15;
  viewer.show({ x: left - margin, y: top - margin, width: width + 2 * margin, height: height + 2 * margin });
}

interface ToolProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly icon: React.ReactNode;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

function Tool({ label, onClick, icon, disabled = false, pressed }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        size={26}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

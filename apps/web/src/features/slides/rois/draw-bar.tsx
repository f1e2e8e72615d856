'use client';
import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceFloppy,
  IconKeyboard,
  IconPolygon,
  IconSquare,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type View } from '../viewer/use-viewer.ts';
import { CoordinatesDialog } from './coordinates-dialog.tsx';
import { type DrawTool } from './use-drawing.ts';
import { type Outlines } from './use-outlines.ts';
import styles from './rois.module.css';

interface DrawBarProps {
  readonly outlines: Outlines;
  readonly view: View | null;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
}

/** The drawing tools of a slide, for those who may write its centre. */
export function DrawBar({ outlines, view, size }: DrawBarProps) {
  const t = useTranslations('rois');
  const [isTyping, setTyping] = useState(false);
  const { drawing, unsaved } = outlines;
  const tool = (name: DrawTool, icon: ReactNode) => (
    <Button
      size="compact-xs"
      variant={drawing.tool === name ? 'filled' : 'default'}
      aria-pressed={drawing.tool === name}
      disabled={drawing.state !== 'ready'}
      leftSection={icon}
      onClick={() => drawing.setTool(drawing.tool === name ? null : name)}
    >
      {t(`draw.${name}`)}
    </Button>
  );
  return (
    <div className={styles['bar']} role="toolbar" aria-label={t('draw.toolbar')}>
      <Group gap={4} wrap="wrap">
        {tool('polygon', <IconPolygon size={14} aria-hidden />)}
        {tool('rectangle', <IconSquare size={14} aria-hidden />)}
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconKeyboard size={14} aria-hidden />}
          disabled={view === null}
          onClick={() => setTyping(true)}
        >
          {t('draw.typed')}
        </Button>
      </Group>
      <Group gap={4} wrap="nowrap">
        <Tool
          label={t('draw.undo')}
          disabled={!outlines.canUndo}
          onClick={outlines.undo}
          icon={<IconArrowBackUp size={16} />}
        />
        <Tool
          label={t('draw.redo')}
          disabled={!outlines.canRedo}
          onClick={outlines.redo}
          icon={<IconArrowForwardUp size={16} />}
        />
      </Group>
      <Text size="xs" c="var(--text-quiet)" aria-live="polite" className={styles['hint'] ?? ''}>
        {drawing.state === 'failed' ? t('draw.failed') : drawing.tool !== null && t(`draw.${drawing.tool}Hint`)}
      </Text>
      <Button
        size="compact-xs"
        disabled={unsaved.length === 0}
        loading={outlines.isSaving}
        leftSection={<IconDeviceFloppy size={14} aria-hidden />}
        onClick={() => void outlines.saveAll()}
      >
        {unsaved.length === 0 ? t('draw.saved') : t('draw.save', { n: unsaved.length })}
      </Button>
      {isTyping && view !== null && (
        <CoordinatesDialog
          outlines={outlines}
          outline={null}
          view={view}
          size={size}
          onClose={() => setTyping(false)}
        />
      )}
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly icon: ReactNode;
}

function Tool({ label, disabled, onClick, icon }: ToolProps) {
  return (
    <Tooltip label={label} withinPortal={false}>
      <ActionIcon variant="default" size={26} aria-label={label} disabled={disabled} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

'use client';
import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBrush,
  IconDeviceFloppy,
  IconKeyboard,
  IconLasso,
  IconPolygon,
  IconSquare,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { onOpening } from '@/ui/on-opening.tsx';
import { type View } from '../viewer/fit.ts';
import { type DrawTool } from './use-drawing.ts';
import { type Outlines } from './use-outlines.ts';
import styles from './rois.module.css';

const CoordinatesDialog = onOpening(async () => (await import('./coordinates-dialog.tsx')).CoordinatesDialog);

interface DrawBarProps {
  readonly outlines: Outlines;
  readonly view: View | null;
  readonly size: { readonly widthPx: number; readonly heightPx: number };
}

/** The drawing tools of a slide, for those who may write in its centre. */
export function DrawBar({ outlines, view, size }: DrawBarProps) {
  const t = useTranslations('rois');
  const [isTyping, setTyping] = useState(false);
  const { drawing, unsaved } = outlines;
  const hint = drawing.state === 'failed' ? t('draw.failed') : drawing.tool !== null && t(`draw.${drawing.tool}Hint`);
  const tool = (name: DrawTool, icon: ReactNode) => (
    <Tool
      label={t(`draw.${name}`)}
      pressed={drawing.tool === name}
      disabled={drawing.state !== 'ready'}
      onClick={() => drawing.setTool(drawing.tool === name ? null : name)}
      icon={icon}
    />
  );
  return (
    <div className={styles['palette']}>
      <div className={styles['bar']} role="toolbar" aria-orientation="vertical" aria-label={t('draw.toolbar')}>
        {tool('polygon', <IconPolygon size={16} aria-hidden />)}
        {tool('rectangle', <IconSquare size={16} aria-hidden />)}
        {tool('freehand', <IconLasso size={16} aria-hidden />)}
        {tool('brush', <IconBrush size={16} aria-hidden />)}
        <Tool
          label={t('draw.typed')}
          disabled={view === null}
          onClick={() => setTyping(true)}
          icon={<IconKeyboard size={16} aria-hidden />}
        />
        <Tool
          label={t('draw.undo')}
          disabled={!outlines.canUndo}
          onClick={outlines.undo}
          icon={<IconArrowBackUp size={16} aria-hidden />}
        />
        <Tool
          label={t('draw.redo')}
          disabled={!outlines.canRedo}
          onClick={outlines.redo}
          icon={<IconArrowForwardUp size={16} aria-hidden />}
        />
        <Tool
          label={unsaved.length === 0 ? t('draw.saved') : t('draw.save', { n: unsaved.length })}
          disabled={unsaved.length === 0}
          standsOut={unsaved.length > 0}
          isBusy={outlines.isSaving}
          onClick={() => void outlines.saveAll()}
          icon={<IconDeviceFloppy size={16} aria-hidden />}
        />
      </div>
      <p aria-live="polite" className={styles['hint']}>
        {hint}
      </p>
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
  /** Whether a toggle is on. */
  readonly pressed?: boolean;
  readonly standsOut?: boolean;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
  readonly icon: ReactNode;
}

function Tool({ label, disabled, pressed, standsOut = pressed ?? false, isBusy = false, onClick, icon }: ToolProps) {
  return (
    <Tooltip label={label} position="right" withinPortal={false}>
      <ActionIcon
        variant={standsOut ? 'filled' : 'default'}
        size={28}
        aria-pressed={pressed}
        disabled={disabled}
        loading={isBusy}
        onClick={onClick}
      >
        {icon}
        <VisuallyHidden>{label}</VisuallyHidden>
      </ActionIcon>
    </Tooltip>
  );
}

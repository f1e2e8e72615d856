'use client';
import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import {
  IconGridDots,
  IconLayoutBottombar,
  IconMaximize,
  IconMinus,
  IconPlus,
  IconZoomReset,
} from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { magnifications, type ObjectivePower, zoomOfMagnification } from './scale-bar.ts';
import { KeysHelp, type KeysHelpProps } from './keys-help.tsx';
import { type SlideViewer } from './use-viewer.ts';
import styles from './viewer.module.css';

interface ToolbarProps {
  readonly viewer: SlideViewer;
  readonly objective: ObjectivePower | null;
  readonly patches: { readonly shown: boolean; readonly toggle: () => void } | null;
  /** The strip of slides below; null where there is none. */
  readonly film: { readonly shown: boolean; readonly toggle: () => void } | null;
  readonly keys: KeysHelpProps;
  readonly onFullScreen: () => void;
}

export function Toolbar({ viewer, objective, patches, film, keys, onFullScreen }: ToolbarProps) {
  const t = useTranslations('slides');
  const ts = useTranslations('stage');
  const format = useFormatter();
  const scale = viewer.view?.scale ?? null;
  const magnification = scale === null || objective === null ? null : scale * objective.power;
  return (
    <div className={styles['toolbar']}>
      <Group gap={4} wrap="nowrap">
        <Tool label={t('viewer.zoomIn')} onClick={() => viewer.zoomBy(1.4)} icon={<IconPlus size={16} />} />
        <Tool label={t('viewer.zoomOut')} onClick={() => viewer.zoomBy(1 / 1.4)} icon={<IconMinus size={16} />} />
        <Tool label={t('viewer.fit')} onClick={viewer.fit} icon={<IconZoomReset size={16} />} />
      </Group>
      <Group
        gap={4}
        role="group"
        aria-label={t('viewer.magnification')}
        wrap="nowrap"
        className={styles['presets'] ?? ''}
      >
        {magnifications.map((one) => {
          const zoom = objective === null ? null : zoomOfMagnification(one, objective);
          const here = magnification !== null && Math.abs(magnification / one - 1) < 0.01;
          return (
            <Button
              key={one}
              size="compact-xs"
              variant={here ? 'filled' : 'default'}
              aria-pressed={here}
              disabled={zoom === null}
              onClick={() => zoom !== null && viewer.zoomTo(zoom)}
            >
              {one}×
            </Button>
          );
        })}
      </Group>
      <Text
        size="xs"
        c="var(--text-quiet)"
        className={styles['now'] ?? ''}
        title={objective?.isStated === false ? t('viewer.powerFromScale') : undefined}
      >
        {objective === null
          ? t('viewer.powerUnknown')
          : magnification !== null &&
            t(objective.isStated ? 'viewer.now' : 'viewer.nowFromScale', {
              magnification: format.number(magnification, { maximumSignificantDigits: 2 }),
            })}
      </Text>
      <Group gap={4} wrap="nowrap">
        {patches !== null && (
          <Button
            size="compact-xs"
            variant={patches.shown ? 'filled' : 'default'}
            aria-pressed={patches.shown}
            leftSection={<IconGridDots size={14} aria-hidden />}
            onClick={patches.toggle}
          >
            {t('patches.toggle')}
          </Button>
        )}
        <KeysHelp {...keys} />
        {film !== null && (
          <Tool
            label={ts('film')}
            pressed={film.shown}
            onClick={film.toggle}
            icon={<IconLayoutBottombar size={16} />}
          />
        )}
        <Tool label={t('viewer.fullScreen')} onClick={onFullScreen} icon={<IconMaximize size={16} />} />
      </Group>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  /** Whether a toggle is on. */
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly icon: ReactNode;
}

function Tool({ label, pressed, onClick, icon }: ToolProps) {
  return (
    <Tooltip label={label} withinPortal={false}>
      <ActionIcon variant="default" size={28} aria-label={label} aria-pressed={pressed} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

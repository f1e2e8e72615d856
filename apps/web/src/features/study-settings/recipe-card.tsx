'use client';
import { Button, Group, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type Recipe } from './query.ts';
import styles from './study-settings.module.css';

interface RecipeCardProps {
  readonly recipe: Recipe;
  readonly own: Recipe;
  readonly study: Study;
  readonly isBusy?: boolean;
  /** Null or left out: it stays. */
  readonly onLeave?: (() => void) | null;
}

/** A recipe with each of its rules in words; what the study's own has otherwise is marked. */
export function RecipeCard({ recipe, own, study, isBusy = false, onLeave = null }: RecipeCardProps) {
  const t = useTranslations('studySettings.recipes');
  const say = useSay();
  const [isAsked, setAsked] = useState(false);
  const isOwn = recipe.id === own.id;
  const name = `${recipe.name} ${recipe.version}`;
  const known = new Set(own.statements.map(({ en }) => en));
  return (
    <li className={styles['recipe']}>
      <Group gap="xs" mb={4}>
        <Title order={3} size="h4">
          {name}
        </Title>
        <StatusBadge tone={isOwn ? 'active' : 'neutral'}>{t(isOwn ? 'own' : 'kept')}</StatusBadge>
      </Group>
      <ul className={styles['rules']} aria-label={t('rulesOf', { name })}>
        {recipe.statements.map((said) => {
          const isOther = !known.has(said.en);
          return (
            <li key={said.en}>
              <Text size="sm" component="span" fw={isOther ? 600 : 400} mr={isOther ? 'xs' : 0}>
                {say(said)}
              </Text>
              {isOther ? (
                <StatusBadge tone="attention" mark="△">
                  {t('differs')}
                </StatusBadge>
              ) : null}
            </li>
          );
        })}
      </ul>
      {isOwn ? null : (
        <Group gap="xs" mt="xs">
          <Button
            component={Link}
            href={`${studyPath(study.code, 'survival')}?show=recipes&ep=PFS&recipe=${recipe.id}`}
            size="xs"
            variant="light"
            aria-label={t('compareOf', { name })}
          >
            {t('compare')}
          </Button>
          {onLeave && !isAsked ? (
            <Button
              size="xs"
              variant="default"
              disabled={isBusy}
              onClick={() => setAsked(true)}
              aria-label={t('leaveOf', { name })}
            >
              {t('leave')}
            </Button>
          ) : null}
        </Group>
      )}
      {onLeave && isAsked ? (
        <Group gap="xs" mt="xs">
          <Text size="sm">{t('leaveText')}</Text>
          <Button size="xs" color="red" loading={isBusy} onClick={onLeave}>
            {t('leaveOf', { name })}
          </Button>
          <Button size="xs" variant="default" disabled={isBusy} onClick={() => setAsked(false)}>
            {t('back')}
          </Button>
        </Group>
      ) : null}
    </li>
  );
}

'use client';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { agreements, orders, runStates, slideSets } from './gallery-filter.ts';
import styles from './slides-gallery.module.css';
import { type useGalleryFilter } from './use-gallery-filter.ts';
import { useSetName } from './use-set-name.ts';

interface GalleryFiltersProps {
  readonly gallery: ReturnType<typeof useGalleryFilter>;
  /** The values that occur. */
  readonly centres: readonly string[];
}

/** Finds slides by code, centre, set, state and whether the prediction was right, and sorts them. */
export function GalleryFilters({ gallery, centres }: GalleryFiltersProps) {
  const t = useTranslations('slides');
  const setName = useSetName();
  const { filter, set, search, clear, isFiltered } = gallery;
  const one = <Value extends string>(list: readonly Value[], value: string): Value | null =>
    list.find((known) => known === value) ?? null;
  return (
    <div className={styles['filters']} role="search" aria-label={t('gallery.filters')}>
      <TextInput
        type="search"
        size="xs"
        className={styles['search'] ?? ''}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={filter.search}
        onChange={({ currentTarget }) => search(currentTarget.value)}
        aria-label={t('gallery.search')}
        placeholder={t('gallery.search')}
      />
      {centres.length > 1 && (
        <NativeSelect
          size="xs"
          value={filter.centre ?? ''}
          onChange={({ currentTarget }) => set({ centre: currentTarget.value || null })}
          data={[{ value: '', label: t('gallery.anyCentre') }, ...centres]}
          aria-label={t('gallery.centre')}
        />
      )}
      <NativeSelect
        size="xs"
        value={filter.set ?? ''}
        onChange={({ currentTarget }) => set({ set: one(slideSets, currentTarget.value) })}
        data={[
          { value: '', label: t('gallery.anySet') },
          ...slideSets.map((value) => ({ value, label: setName(value) })),
        ]}
        aria-label={t('gallery.set')}
      />
      <NativeSelect
        size="xs"
        value={filter.state}
        onChange={({ currentTarget }) => set({ state: one(runStates, currentTarget.value) ?? 'any' })}
        data={runStates.map((value) => ({ value, label: t(`gallery.states.${value}`) }))}
        aria-label={t('gallery.state')}
      />
      <NativeSelect
        size="xs"
        value={filter.agreement}
        onChange={({ currentTarget }) => set({ agreement: one(agreements, currentTarget.value) ?? 'any' })}
        data={agreements.map((value) => ({ value, label: t(`gallery.agreements.${value}`) }))}
        aria-label={t('gallery.agreement')}
      />
      <NativeSelect
        size="xs"
        value={filter.order}
        onChange={({ currentTarget }) => set({ order: one(orders, currentTarget.value) ?? 'code' })}
        data={orders.map((value) => ({ value, label: t(`gallery.orders.${value}`) }))}
        aria-label={t('gallery.order')}
      />
      <Button size="xs" variant="subtle" disabled={!isFiltered} onClick={clear}>
        {t('gallery.clear')}
      </Button>
    </div>
  );
}

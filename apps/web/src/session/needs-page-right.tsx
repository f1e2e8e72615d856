'use client';
import { type Right } from '@haim/schema';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useSelectedLayoutSegment } from 'next/navigation';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { EmptyState } from '@/ui/empty-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { WithoutRight } from './needs-right.tsx';
import { otherRightOfPage, rightOfPage } from './place-in-study.ts';
import { useIsShut, useMay, useStudy } from './session.tsx';
import { studyPath } from './study-path.ts';

/** Around the pages of a study: who may not open one reads why there, instead of an empty page or a dead one. */
export function NeedsPageRight({ children }: { children: ReactNode }) {
  const segment = useSelectedLayoutSegment();
  const right = rightOfPage(segment);
  // Reading is asked for in any case, so that the number of hooks stays the same.
  const mayByFirst = useMay(right ?? 'readRecords');
  const mayByOther = useMay(otherRightOfPage(segment) ?? right ?? 'readRecords');
  const may = mayByFirst || mayByOther;
  // Of a closed study the page itself says what is left of it.
  const isShut = useIsShut(right ?? 'readRecords');
  return right === null || may || isShut ? children : <ClosedPage right={right} />;
}

const known = ['readRecords', 'enterRecords', 'managePeople'] as const satisfies readonly Right[];

function ClosedPage({ right }: { right: Right }) {
  const t = useTranslations('rights');
  const { code, name } = useStudy();
  return (
    <>
      <PageTitle title={t(`closed.${known.find((one) => one === right) ?? 'other'}`)} />
      <EmptyState title={name} text={<WithoutRight right={right} />}>
        <Button component={Link} href={studyPath(code)} variant="default" mt="xs">
          {t('toStudy')}
        </Button>
      </EmptyState>
    </>
  );
}

'use client';
import { Alert, Anchor } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { type Said } from '@/graphql/said.ts';
import { useSay } from '@/i18n/use-say.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';

/** Whom the numbers beside it leave out as not eligible, and by which criteria. */
export function LeftOut({ population }: { population: readonly Said[] }) {
  const t = useTranslations('eligibility');
  const say = useSay();
  const { code } = useStudy();
  if (population.length === 0) return null;
  return (
    <Alert role="note" variant="default" icon={<IconFilterOff aria-hidden />} title={t('leftOut')}>
      {population.map((one) => (
        <span key={one.code}>{say(one)} </span>
      ))}
      <Anchor component={Link} href={studyPath(code, 'flow')} inherit>
        {t('toFlow')}
      </Anchor>
    </Alert>
  );
}

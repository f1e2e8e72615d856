import {
  IconAlertTriangle,
  IconCertificate,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconCpu,
  IconDatabase,
  IconDatabaseShare,
  IconDeviceFloppy,
  IconListDetails,
  IconServer,
} from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { useFileSize } from '@/numbers/use-file-size.ts';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { wordsOf } from './check-words.ts';
import styles from './operation.module.css';
import { type Check } from './query.ts';

const names = {
  database: IconDatabase,
  replica: IconDatabaseShare,
  queue: IconListDetails,
  workers: IconCpu,
  disk: IconServer,
  backup: IconDeviceFloppy,
  clock: IconClock,
  certificate: IconCertificate,
} as const;

const levels: Record<Check['level'], { tone: Tone; Mark: typeof IconCircleCheck }> = {
  OK: { tone: 'good', Mark: IconCircleCheck },
  WARNING: { tone: 'attention', Mark: IconAlertTriangle },
  FAILING: { tone: 'bad', Mark: IconCircleX },
  NONE: { tone: 'neutral', Mark: IconCircleDashed },
};

const isNamed = (name: string): name is keyof typeof names => Object.hasOwn(names, name);

/** A card for each thing that the portal needs: how it is, in a sentence, and what to do where something is not well. */
export function ChecksGrid({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className={styles['checks']}>
      {checks.map((check) => (
        <CheckCard key={check.name} check={check} />
      ))}
    </ul>
  );
}

function CheckCard({ check }: { check: Check }) {
  const t = useTranslations('operation');
  const values = useValues(check);
  const { name, level, reason } = check;
  const words = wordsOf(check);
  const { tone, Mark } = levels[level];
  const Icon = isNamed(name) ? names[name] : IconServer;
  return (
    <li className={styles['check']} data-level={level}>
      <div className={styles['checkHead']}>
        <Icon size={20} aria-hidden />
        <h2 className={styles['checkName']}>{isNamed(name) ? t(`checks.${name}`) : name}</h2>
        <StatusBadge tone={tone} mark={<Mark size={13} aria-hidden />}>
          {t(`levels.${level}`)}
        </StatusBadge>
      </div>
      <p className={styles['checkFound']}>{words.found ? t(`found.${words.found}`, values) : reason}</p>
      {words.toDo ? <p className={styles['checkToDo']}>{t(`toDo.${words.toDo}`)}</p> : null}
    </li>
  );
}

/** What is filled into the sentence of a check, in the unit of that check. */
function useValues({ name, amount, of, at }: Check): Record<string, string | number> {
  const format = useFormatter();
  const size = useFileSize();
  const instant = useInstant();
  const shown = (value: number) =>
    name === 'disk' || name === 'replica'
      ? size(value)
      : name === 'queue' || name === 'workers'
        ? value
        : format.number(value, { maximumFractionDigits: 1 });
  return {
    ...(amount === null ? {} : { amount: shown(amount) }),
    ...(of === null ? {} : { of: shown(of) }),
    ...(at === null ? {} : { at: instant(at) }),
  };
}

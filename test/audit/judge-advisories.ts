/** One known fault of a package, as `npm audit --json` names it. */
export interface Advisory {
  readonly package: string;
  /** The address of the advisory, which ends with its id. */
  readonly url: string;
  readonly title: string;
  readonly severity: string;
}

/** A fault that is accepted for a time, and why. */
export interface Exception {
  /** GHSA-… */
  readonly id: string;
  readonly package: string;
  readonly why: string;
  /** A day, as YYYY-MM-DD, from which on it is judged anew. */
  readonly until: string;
}

const severe = ['high', 'critical'];
const idOf = ({ url }: Advisory): string => url.split('/').at(-1) ?? url;

/** @returns a sentence for each thing that has to be done; none where the packages are in order. */
export function judgeAdvisories(
  advisories: readonly Advisory[],
  exceptions: readonly Exception[],
  today: string,
): string[] {
  const known = new Set(exceptions.map(({ id, package: name }) => `${id} ${name}`));
  const found = new Set(advisories.map((one) => `${idOf(one)} ${one.package}`));
  const unexpected = advisories
    .filter((one) => severe.includes(one.severity) && !known.has(`${idOf(one)} ${one.package}`))
    .map(
      (one) =>
        `${one.package}: ${one.title} (${one.severity}, ${idOf(one)}): take a version without it, or state in test/audit/exceptions.json why it cannot be reached`,
    );
  const expired = exceptions
    .filter(({ until }) => until <= today)
    .map(({ id, package: name, until }) => `${name}: the exception for ${id} ended on ${until}: judge it anew`);
  const unused = exceptions
    .filter(({ id, package: name }) => !found.has(`${id} ${name}`))
    .map(({ id, package: name }) => `${name}: ${id} is not reported any more: remove its exception`);
  return [...unexpected, ...expired, ...unused];
}

interface AuditReport {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      { readonly via: readonly (string | { name: string; url: string; title: string; severity: string })[] }
    >
  >;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

/**
 * What `npm audit --json` reports, each fault once.
 * @throws Error where npm could not ask its registry: silence is not a pass.
 */
export function advisoriesOf(json: string): Advisory[] {
  const report = JSON.parse(json) as AuditReport;
  if (!report.vulnerabilities) {
    throw new Error(`npm audit gave no report: ${report.error?.summary || report.message || 'no reason'}`);
  }
  const all = Object.values(report.vulnerabilities).flatMap(({ via }) =>
    via.flatMap((one) =>
      typeof one === 'string' ? [] : [{ package: one.name, url: one.url, title: one.title, severity: one.severity }],
    ),
  );
  return [...new Map(all.map((one) => [`${one.url} ${one.package}`, one])).values()];
}

import { randomUUID } from 'node:crypto';
import { type InstalledPackage } from './production-packages.ts';

/** What is in the bundle, as CycloneDX 1.6 has it: tools that look for known faults in packages read this. */
export function billOfMaterials(
  portal: { name: string; version: string },
  packages: readonly InstalledPackage[],
  node: string,
): object {
  const components = [
    { type: 'application', name: 'node', version: node, purl: `pkg:generic/node@${node}`, licenses: licensesOf('MIT') },
    ...packages.map(({ name, version, license, place, integrity, resolved }) => ({
      type: 'library',
      'bom-ref': place,
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      licenses: licensesOf(license),
      ...(integrity === null ? {} : { hashes: hashesOf(integrity) }),
      ...(resolved === null ? {} : { externalReferences: [{ type: 'distribution', url: resolved }] }),
    })),
  ];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: {
      timestamp: new Date().toISOString(),
      component: { type: 'application', 'bom-ref': 'portal', ...portal, licenses: licensesOf('Apache-2.0') },
    },
    components,
  };
}

/** Words of a licence are a name; two of them joined, or in brackets, are an expression. */
function licensesOf(license: string): object[] {
  if (/ (AND|OR|WITH) |^\(/.test(license)) return [{ expression: license }];
  return [{ license: /^[\w.+-]+$/.test(license) ? { id: license } : { name: license } }];
}

const algorithms: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** From npm's `sha512-BASE64`. */
function hashesOf(integrity: string): object[] {
  return integrity.split(' ').flatMap((one) => {
    const [name = '', value = ''] = one.split(/-(.*)/s);
    const alg = algorithms[name];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(value, 'base64').toString('hex') }];
  });
}

import { expect, test } from 'vitest';
import { profileName } from './icc-profile.ts';

/** A profile with one tag at 144. Source: ICC.1:2022, 7.2 and 7.3. */
function profile(tag: Buffer): Buffer {
  const head = Buffer.alloc(144);
  head.write('acsp', 36);
  head.writeUInt32BE(1, 128);
  head.write('desc', 132);
  head.writeUInt32BE(144, 136);
  head.writeUInt32BE(tag.length, 140);
  return Buffer.concat([head, tag]);
}

const old = (text: string): Buffer => {
  const tag = Buffer.alloc(12 + text.length + 1);
  tag.write('desc');
  tag.writeUInt32BE(text.length + 1, 8);
  tag.write(text, 12);
  return tag;
};

const localised = (text: string): Buffer => {
  const head = Buffer.alloc(28);
  head.write('mluc');
  head.writeUInt32BE(1, 8);
  head.writeUInt32BE(12, 12);
  head.write('enUS', 16);
  head.writeUInt32BE(text.length * 2, 20);
  head.writeUInt32BE(28, 24);
  return Buffer.concat([head, Buffer.from(text, 'utf16le').swap16()]);
};

test('the description of version 2, and of version 4 in any script, is the name', () => {
  expect(profileName(profile(old('ScanScope v1')))).toBe('ScanScope v1');
  expect(profileName(profile(localised('扫描仪 sRGB')))).toBe('扫描仪 sRGB');
});

test('bytes that are no profile, one without a description, and one that is cut off have no name', () => {
  expect(profileName(Buffer.alloc(300))).toBe('');
  expect(profileName(profile(Buffer.from('text')))).toBe('');
  expect(profileName(profile(old('ScanScope v1')).subarray(0, 150))).toBe('');
});

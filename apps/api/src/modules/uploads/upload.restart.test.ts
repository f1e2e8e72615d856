import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalOf, sha256Of, UploadsUnderTest } from './upload.fixture.ts';

const at = new UploadsUnderTest();
const { ownSlide, call, begin, patch, started, ended, waitingFiles } = at;

describe('a portal that ends and starts again', () => {
  const setState = (id: string, set: string) =>
    at.db.write(at.operator, null, (tx) => tx.rows(`update portal.slide_upload set ${set} where id = $1`, [id]));

  it('resumes an upload', async () => {
    const id = await started('staff', at.drawn.length, { slide: ownSlide().id });
    await patch('staff', id, 0, at.drawn.subarray(0, 20_000));
    await at.restart();
    expect((await call('HEAD', `/${id}`, 'staff')).headers.get('upload-offset')).toBe('20000');
    await patch('staff', id, 20_000, at.drawn.subarray(20_000));
    expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(at.drawn) });
  });

  it('checks what was being checked, and what was complete but not recorded as such', async () => {
    const [first, second] = at.slides.filter(({ centre }) => centre === 'NFH');
    const checking = await started('staff', at.drawn.length, { slide: first!.id });
    const complete = await started('staff', at.other.length, { slide: second!.id });
    await at.stop();
    writeFileSync(join(at.home, 'uploads', checking), at.drawn);
    writeFileSync(join(at.home, 'uploads', complete), at.other);
    await setState(checking, `state = 'checking', attempts = 1`);
    await at.restart();
    expect(await ended('staff', checking)).toMatchObject({ state: 'attached', sha256: sha256Of(at.drawn) });
    expect(await ended('staff', complete)).toMatchObject({ state: 'attached', sha256: sha256Of(at.other) });
  });

  it('gives up a file that repeatedly crashed the check, and asks again for one that lost its end', async () => {
    const [first, second] = at.slides.filter(({ centre }) => centre === 'NFH');
    const poison = await started('staff', at.drawn.length, { slide: first!.id });
    const short = await started('staff', at.drawn.length, { slide: second!.id });
    await at.stop();
    writeFileSync(join(at.home, 'uploads', poison), at.drawn);
    writeFileSync(join(at.home, 'uploads', short), at.drawn.subarray(0, 500));
    await setState(poison, `state = 'checking', attempts = 5`);
    await setState(short, `state = 'checking'`);
    await at.restart();
    expect(await ended('staff', poison)).toMatchObject({ state: 'refused', code: 'CHECK_FAILED' });
    await expect
      .poll(async () => (await call('HEAD', `/${short}`, 'staff')).headers.get('upload-offset'), { timeout: 20_000 })
      .toBe('500');
    await patch('staff', short, 500, at.drawn.subarray(500));
    expect((await ended('staff', short)).state).toBe('attached');
  });

  it('ends a check with a reason when the disk of the slides is full, and reports it before bytes are sent', async ({
    skip,
  }) => {
    const slidesDir = join(at.home, 'slides');
    const slide = ownSlide();
    const id = await started('staff', at.drawn.length, { slide: slide.id });
    await at.stop();
    writeFileSync(join(at.home, 'uploads', id), at.drawn);
    await setState(id, `state = 'checking'`);
    mkdirSync(slidesDir, { recursive: true });
    const mounted =
      process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', slidesDir]);
    try {
      if (mounted && mounted.status === 0) {
        await at.restart();
        expect(await ended('staff', id)).toMatchObject({ state: 'refused', code: 'DISK_FULL' });
        const again = await begin('staff', at.drawn.length, { slide: slide.id });
        expect(await refusalOf(again)).toMatchObject({ status: 507, code: 'DISK_FULL' });
      }
    } finally {
      if (mounted) spawnSync('umount', ['-l', slidesDir]);
    }
    if (!mounted || mounted.status !== 0) skip('a small disk can be mounted by root alone, on Linux');
    // With space again the file is accepted.
    const retried = await started('staff', at.drawn.length, { slide: slide.id });
    await patch('staff', retried, 0, at.drawn);
    expect((await ended('staff', retried)).state).toBe('attached');
  });

  it('removes expired uploads and files that belong to no upload', async () => {
    const id = await started('staff', at.drawn.length, { slide: ownSlide().id });
    const fresh = await started('staff', at.drawn.length, { slide: ownSlide().id });
    await patch('staff', id, 0, at.drawn.subarray(0, 20_000));
    await setState(id, `expires_at = now() - interval '1 second'`);
    const orphan = join(at.home, 'uploads', randomUUID());
    writeFileSync(orphan, 'left');
    utimesSync(orphan, new Date(0), new Date(0));
    await at.restart();
    await expect.poll(() => waitingFiles().sort(), { timeout: 20_000 }).toEqual([fresh, `${fresh}.json`].sort());
    expect((await call('HEAD', `/${id}`, 'staff')).status).toBe(404);
  });
});

describe('a full disk', () => {
  it('is noticed before a file is sent, counting the others still to arrive', async () => {
    await at.stop();
    await at.open(at.home, { reserveBytes: 1e15 });
    expect(await refusalOf(await begin('staff', 1000, { slide: ownSlide().id }))).toMatchObject({
      status: 507,
      code: 'DISK_FULL',
    });
    expect(waitingFiles()).toEqual([]);
  });

  it('is reported in the middle of an upload, which resumes once there is space', async ({ skip }) => {
    const home = await mkdtemp(join(at.folder, 'small-'));
    const uploadsDir = join(home, 'uploads');
    mkdirSync(uploadsDir);
    const mounted =
      process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', uploadsDir]);
    if (!mounted || mounted.status !== 0) skip('a small disk can be mounted by root alone, on Linux');
    await at.stop();
    await at.open(home);
    try {
      const id = await started('staff', at.drawn.length, { slide: ownSlide().id });
      const ballast = join(uploadsDir, 'ballast');
      const size = 1024 * 1024 - 64 * 1024;
      writeFileSync(ballast, Buffer.alloc(size));
      const refusal = await refusalOf(await patch('staff', id, 0, at.drawn));
      expect(refusal).toMatchObject({ status: 507, code: 'DISK_FULL' });
      expect(refusal.message).not.toContain(home);
      const head = await call('HEAD', `/${id}`, 'staff');
      const offset = Number(head.headers.get('upload-offset'));
      expect(offset).toBeGreaterThan(0);
      expect(offset).toBeLessThan(at.drawn.length);
      await rm(ballast);
      expect((await patch('staff', id, offset, at.drawn.subarray(offset))).status).toBe(204);
      // From one disk to another the file is copied, and is the same.
      expect(await ended('staff', id)).toMatchObject({ state: 'attached', sha256: sha256Of(at.drawn) });
    } finally {
      spawnSync('umount', ['-l', uploadsDir]);
    }
  });
});

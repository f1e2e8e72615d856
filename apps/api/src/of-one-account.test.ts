import { expect, it } from 'vitest';
import { OfOneAccount } from './of-one-account.ts';

it('refuses one account more than it may have under way, and no other', async () => {
  const two = new OfOneAccount(2, 'wait for them');
  const { promise: held, resolve: end } = Promise.withResolvers<string>();
  const first = two.during('a', () => held);
  const failing = two.during('a', async () => {
    await held;
    throw new Error('broken');
  });
  let begun = false;
  const third = two.during('a', async () => (begun = true));
  await expect(third).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', message: 'wait for them' });
  expect(begun).toBe(false);
  await expect(two.during('b', async () => 'other')).resolves.toBe('other');
  end('done');
  await expect(first).resolves.toBe('done');
  await expect(failing).rejects.toThrow('broken');
  await expect(Promise.all([1, 2].map((n) => two.during('a', async () => n)))).resolves.toEqual([1, 2]);
});

import { signatureMeanings } from '@haim/schema';
import { Router } from 'express';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { badInput } from '../../context/portal-error.ts';
import { parseJson, textOf } from '../../http/request-bodies.ts';
import { type ConfirmIdentity } from '../auth/index.ts';
import { type ReviewService } from './review.service.ts';

/**
 * POST: signs a locked record, with `patientId`, `form`, `recordId`, `meaning`, `password` and, where the account has a second
 * factor, its `code`. A route of its own, so that a password is never among the variables of an operation.
 */
export function signaturesRouter({
  reviews,
  askerOf,
  confirm,
}: {
  readonly reviews: ReviewService;
  readonly askerOf: AskerOf;
  readonly confirm: ConfirmIdentity;
}): Router {
  const router = Router();
  router.post('/', parseJson, async (req, res) => {
    const asker = await signedIn(askerOf, req);
    const meaning = signatureMeanings.find((one) => one === textOf(req, 'meaning'));
    if (!meaning) throw badInput(`meaning must be one of ${signatureMeanings.join(', ')}`);
    const [patientId, form, recordId] = [textOf(req, 'patientId'), textOf(req, 'form'), textOf(req, 'recordId')];
    const signing = { patientId, form, recordId, meaning };
    await reviews.checkSigning(asker, signing);
    await confirm(asker.userId, { password: textOf(req, 'password'), code: textOf(req, 'code') }, req.headers);
    res.status(201).json(await reviews.sign(asker, signing));
  });
  return router;
}

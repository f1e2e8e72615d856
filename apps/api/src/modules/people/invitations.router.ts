import { Router } from 'express';
import { type AskerOf, signedIn } from '../../context/asker.ts';
import { parseJson, textOf } from '../../http/request-bodies.ts';
import { type InvitationService } from './invitation.service.ts';

export interface InvitationsRouterOptions {
  readonly invitations: InvitationService;
  readonly askerOf: AskerOf;
}

/**
 * For the holder of a link, who may have no account yet. The token is sent in the body, where no log has it:
 *
 * POST `look` returns what the invitation is to; `accept` opens an account with `name` and `password`, and with `email` where
 * the invitation is for no address in particular; `join` makes the account that is signed in a member.
 */
export function invitationsRouter({ invitations, askerOf }: InvitationsRouterOptions): Router {
  const router = Router();
  router.use(parseJson);
  router.post('/look', async (req, res) => void res.json(await invitations.look(textOf(req, 'token'))));
  router.post('/accept', async (req, res) => {
    const token = textOf(req, 'token');
    const given = {
      email: (req.body as { email?: unknown }).email === undefined ? null : textOf(req, 'email'),
      name: textOf(req, 'name'),
      password: textOf(req, 'password'),
    };
    res.status(201).json(await invitations.acceptAsNew(token, given));
  });
  router.post('/join', async (req, res) => {
    const asker = await signedIn(askerOf, req);
    res.json(await invitations.acceptAs(asker, textOf(req, 'token')));
  });
  return router;
}

import { type StudyDb } from '../db/study-db.ts';
import { type AccountDirectory } from '../modules/auth/index.ts';
import { AccessTokenResolver } from '../modules/people/access-token.resolver.ts';
import { AccessTokenService } from '../modules/people/access-token.service.ts';
import { type PeopleService } from '../modules/people/people.service.ts';
import { SecondFactorResolver } from '../modules/people/second-factor.resolver.ts';
import { SecondFactorService } from '../modules/people/second-factor.service.ts';
import { SessionResolver } from '../modules/people/session.resolver.ts';
import { SessionService } from '../modules/people/session.service.ts';

interface Parts {
  readonly db: StudyDb;
  readonly people: PeopleService;
  readonly accounts: AccountDirectory;
}

/** By what somebody signs in, or lets a program ask, wired by hand. */
export function accountResolvers({ db, people, accounts }: Parts): readonly object[] {
  return [
    new SecondFactorResolver(new SecondFactorService(db, people, accounts)),
    new SessionResolver(new SessionService(db, accounts)),
    new AccessTokenResolver(new AccessTokenService(accounts)),
  ];
}

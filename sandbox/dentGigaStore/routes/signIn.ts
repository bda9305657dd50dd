/** E1 authenticate (section 2) and E21 version. */
import { json } from '../../core/http';
import type { Call } from '../call';
import type { DentWorld } from '../world';

export function signInCalls(world: DentWorld): Call[] {
  return [
    {
      name: 'authenticate',
      method: 'POST',
      pattern: '/reseller/authenticate',
      signIn: 'basic',
      run: (request) => {
        const { tokenSeconds, tokensAreExclusive } = world.settings;
        const accessToken = world.tokens.issue(tokenSeconds, tokensAreExclusive);
        request.noteEffect(`token ${world.tokens.issued}`);
        return json({
          accessToken,
          expiresIn: tokenSeconds,
          refreshToken: null,
          refreshExpiresIn: 0,
          tokenType: 'Bearer',
          idToken: null,
        });
      },
    },
    {
      name: 'version',
      method: 'GET',
      pattern: '/gigastore/version',
      signIn: 'none',
      // The schema is unknown.
      run: () => json({ version: '1.3.5' }),
    },
  ];
}

/** The token endpoint, beside the API (section 1.2). Its answer is Keycloak's; only `access_token` is documented. */
import { json, type Route } from '../../core/http';
import type { ConnectWorld } from '../world';

export const TOKEN_PATH = '/auth/realms/tru-staff/protocol/openid-connect/token';

export function signInRoute(world: ConnectWorld): Route {
  return {
    name: 'token',
    method: 'POST',
    pattern: TOKEN_PATH,
    bodyIsSecret: true,
    handle: (request) => {
      world.tokens.checkForm(request);
      const { tokenSeconds, tokenTellsLifetime } = world.settings;
      const lifetime = tokenTellsLifetime ? { expires_in: tokenSeconds, refresh_expires_in: 1800 } : {};
      return json({ access_token: world.tokens.issue(tokenSeconds), ...lifetime, token_type: 'Bearer' });
    },
  };
}

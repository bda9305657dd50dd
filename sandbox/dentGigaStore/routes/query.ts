/** Query parameters that several calls have. */
import type { SandboxRequest } from '../../core/http';

export const BOOLEAN = /^(true|false)$/;
export const SORT_DIRECTION = /^(ASC|DESC)$/;

/** `only_active_profiles`: true unless the client says otherwise (section 11.2). */
export function onlyActive({ query }: SandboxRequest): boolean {
  return query.get('only_active_profiles') !== 'false';
}

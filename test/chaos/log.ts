/** n8n's log, kept instead of printed. */
import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';

const lines: string[] = [];

/** Every line from the first call on, of any level. */
export function loggedLines(): string[] {
  const keep = (message: string, about?: unknown): void => void lines.push(`${message} ${JSON.stringify(about) ?? ''}`);
  const logger = { error: keep, warn: keep, info: keep, debug: keep };
  Container.set(Logger, { ...logger, scoped: () => logger } as unknown as Logger);
  return lines;
}

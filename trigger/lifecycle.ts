/**
 * Publishing and unpublishing. Where a person pastes the URL into the provider's portal there is nothing to register.
 * Where the provider takes registrations, n8n calls `create` up to five times while it fails, each time followed by
 * `delete` (n8n.md, 5.3), so both cope with what the other left half done.
 */
import type { IHookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { connect } from '../http/connect';
import { ProviderError } from '../http/errors';
import type { Provider, Session } from '../providers/provider';
import { safeWords } from './confirm';
import { isChosen } from './deliver';
import type { WebhookProvider } from './properties';
import { withWebhook } from './properties';
import type { Registration } from './registration';
import { note, registersNow, same, storedRegistration, wantedRegistration } from './registration';

/** @throws NodeOperationError when the trigger is set up so that nothing could ever start it */
export async function checkExists(this: IHookFunctions, providers: readonly Provider[]): Promise<boolean> {
  const provider = chosenProvider.call(this, providers);
  const { webhook } = provider;
  const chosen = [this.getNodeParameter('events', [])].flat() as string[];
  if (!webhook.events.some((type) => isChosen(type, chosen))) {
    throw new NodeOperationError(this.getNode(), `${provider.name} sends none of the chosen events`, {
      description: 'Choose other events, or All Events.',
    });
  }
  if (!webhook.register) {
    await checkCredential.call(this, provider);
    return true;
  }
  if (!registersNow.call(this, provider)) {
    note.call(this, null);
    return true;
  }
  const wanted = wantedRegistration.call(this, provider);
  const stored = storedRegistration.call(this, provider);
  if (!stored || !same(stored, wanted)) return false;
  return await attempt.call(
    this,
    provider,
    'could not be asked which webhooks it has',
    async (session) => (await webhook.isRegistered?.(session, wanted.url, wanted.fields)) ?? true,
  );
}

/** @throws NodeOperationError with the provider's words; nothing is left registered then, as far as it can be undone */
export async function create(this: IHookFunctions, providers: readonly Provider[]): Promise<boolean> {
  const provider = chosenProvider.call(this, providers);
  if (!registersNow.call(this, provider)) return true;
  const wanted = wantedRegistration.call(this, provider);
  const stored = storedRegistration.call(this, provider);
  if (stored && !same(stored, wanted)) await removeQuietly.call(this, provider, stored);
  // noted first: whatever happens from here on, `delete` knows what to remove
  note.call(this, wanted);
  try {
    const session = await connect(this, provider);
    await provider.webhook.register?.(session, wanted.url, wanted.fields);
    return true;
  } catch (error) {
    await removeQuietly.call(this, provider, wanted);
    throw asNodeError.call(this, error, `${provider.name} did not take the webhook`);
  }
}

/** @throws NodeOperationError when the provider could not be reached: n8n tries again a few times, then gives up */
export async function remove(this: IHookFunctions, providers: readonly Provider[]): Promise<boolean> {
  const provider = chosenProvider.call(this, providers);
  const stored = storedRegistration.call(this, provider);
  if (!provider.webhook.unregister || stored === null) return true;
  // unknown: n8n may lose static data (n8n.md, 6.4); the provider removes what points at our URL, if anything does
  const { url, fields } = stored ?? wantedRegistration.call(this, provider);
  const removed = await attempt.call(this, provider, 'did not remove the webhook', async (session) => {
    await provider.webhook.unregister?.(session, url, fields);
    return true;
  });
  note.call(this, null);
  return removed;
}

/** When a person publishes or saves. Not when n8n starts: a trigger that stays off then would lose events. */
const BY_A_PERSON = ['activate', 'create', 'update'];

/** Events are asked back with the credential: one that is not accepted would refuse every event, and nobody would see it. */
async function checkCredential(this: IHookFunctions, provider: WebhookProvider): Promise<void> {
  if (!BY_A_PERSON.includes(this.getActivationMode())) return;
  if (!provider.webhook.confirm || this.getNodeParameter('confirmWithProvider', false) !== true) return;
  const refusal = await refusedCredential.call(this, provider);
  if (refusal === null) return;
  throw new NodeOperationError(this.getNode(), `Events could not be confirmed: ${refusal.message}`, {
    description: refusal.description,
  });
}

/** Null when the credential is accepted, and when the provider cannot say so now. */
async function refusedCredential(this: IHookFunctions, provider: WebhookProvider): Promise<ProviderError | null> {
  try {
    const session = await connect(this, provider);
    for await (const anyPackage of provider.package.getMany(session, {})) if (anyPackage) break;
    return null;
  } catch (error) {
    return error instanceof ProviderError && error.kind === 'credential' ? error : null;
  }
}

function chosenProvider(this: IHookFunctions, providers: readonly Provider[]): WebhookProvider {
  const provider = withWebhook(providers).find(({ id }) => id === this.getNodeParameter('provider'));
  if (!provider) throw new NodeOperationError(this.getNode(), 'The chosen provider is not part of this package');
  return provider;
}

async function attempt(
  this: IHookFunctions,
  provider: WebhookProvider,
  failed: string,
  act: (session: Session) => Promise<boolean>,
): Promise<boolean> {
  try {
    return await act(await connect(this, provider));
  } catch (error) {
    throw asNodeError.call(this, error, `${provider.name} ${failed}`);
  }
}

/** Cleaning up before or after something more important: what stays behind is named in the log. */
async function removeQuietly(this: IHookFunctions, provider: WebhookProvider, old: Registration): Promise<void> {
  try {
    await provider.webhook.unregister?.(await connect(this, provider), old.url, old.fields);
    note.call(this, null);
  } catch (error) {
    const { id } = this.getWorkflow();
    this.logger.warn(
      `${provider.name} may still hold a webhook of this workflow: unregistering it was ${safeWords(error)}`,
      {
        provider: provider.id,
        workflowId: id,
      },
    );
  }
}

function asNodeError(this: IHookFunctions, error: unknown, what: string): NodeOperationError {
  const description = error instanceof ProviderError ? error.description : undefined;
  return new NodeOperationError(this.getNode(), `${what}: ${safeWords(error)}`, { description });
}

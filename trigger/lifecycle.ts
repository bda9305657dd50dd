/**
 * Publishing and unpublishing. Where a person pastes the URL into the provider's portal there is nothing to register.
 * Where the provider takes registrations, n8n calls `create` up to five times while it fails, each time followed by
 * `delete` (facts/n8n.md, section 5.3), so both cope with what the other left half done.
 */
import type { IHookFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { connect } from '../http/connect';
import { ProviderError } from '../http/errors';
import { readValues, type Values } from '../input';
import type { Provider } from '../providers/provider';
import { safeWords } from './confirm';
import { isChosen } from './deliver';
import type { WebhookProvider } from './fields';
import { notePublished } from './published';
import { note, type Registration, registersNow, same, storedRegistration, valuesOf } from './registration';
import { wantedRegistration } from './registration';
import { chosenProvider, readSettings, type TriggerSettings } from './settings';

/** @throws NodeOperationError when the trigger is set up so that nothing could ever start it */
export async function checkExists(this: IHookFunctions, providers: readonly Provider[]): Promise<boolean> {
  return await asNodeErrors(this, 'so nobody knows whether the webhook is registered', async () => {
    const provider = chosenProvider(this, providers);
    const settings = readSettings(this, providers);
    if (!provider.webhook.events.some((type) => isChosen(type, settings.events))) {
      throw new ProviderError('badInput', `${provider.name} sends none of the chosen events`, {
        description: 'Choose other events, or All Events.',
      });
    }
    notePublished.call(this, provider);
    if (!provider.webhook.register) {
      await checkCredential.call(this, provider, settings);
      return true;
    }
    if (registersNow.call(this, provider, settings.registerTestUrl)) return await isRegistered.call(this, provider);
    note.call(this, null);
    return true;
  });
}

async function isRegistered(this: IHookFunctions, provider: WebhookProvider): Promise<boolean> {
  const wanted = wantedRegistration.call(this, provider);
  const values = valuesOf(provider, wanted);
  const stored = storedRegistration.call(this, provider);
  if (!stored || !same(stored, wanted)) return false;
  const session = await connect(this, provider);
  return (await provider.webhook.isRegistered?.(session, wanted.url, values)) ?? true;
}

/** @throws NodeOperationError with the provider's words; nothing is left registered then, as far as it can be undone */
export async function create(this: IHookFunctions, providers: readonly Provider[]): Promise<boolean> {
  return await asNodeErrors(this, 'so the webhook was not registered', async () => {
    const provider = chosenProvider(this, providers);
    if (!registersNow.call(this, provider, readSettings(this, providers).registerTestUrl)) return true;
    const wanted = wantedRegistration.call(this, provider);
    const values = valuesOf(provider, wanted);
    const stored = storedRegistration.call(this, provider);
    if (stored && !same(stored, wanted)) await removeQuietly.call(this, provider, stored);
    // noted first: whatever happens from here on, `delete` knows what to remove
    note.call(this, wanted);
    const problem = await failing(async () => {
      await provider.webhook.register?.(await connect(this, provider), wanted.url, values);
    });
    if (problem === null) return true;
    await removeQuietly.call(this, provider, wanted);
    throw problem.error;
  });
}

/** @throws NodeOperationError when the provider could not be reached: n8n tries again a few times, then gives up */
export async function remove(this: IHookFunctions, providers: readonly Provider[]): Promise<boolean> {
  return await asNodeErrors(this, 'so the webhook may still be registered', async () => {
    const provider = chosenProvider(this, providers);
    const stored = storedRegistration.call(this, provider);
    if (!provider.webhook.unregister || stored === null) return true;
    // unknown: n8n may lose static data (facts/n8n.md, section 6.4); the provider removes what points at our URL, if
    // anything does
    const registration = stored ?? wantedRegistration.call(this, provider);
    const values = stored ? valuesOf(provider, stored) : await readableValues(provider, registration);
    if (values) await provider.webhook.unregister(await connect(this, provider), registration.url, values);
    note.call(this, null);
    return true;
  });
}

/** When a person publishes or saves. Not when n8n starts: a trigger that stays off then would lose events. */
const BY_A_PERSON = ['activate', 'create', 'update'];

/** Events are asked back with the credential: one that is not accepted would refuse every event, and nobody would see it. */
async function checkCredential(this: IHookFunctions, provider: WebhookProvider, { confirm }: TriggerSettings) {
  if (!BY_A_PERSON.includes(this.getActivationMode()) || !provider.webhook.confirm || !confirm) return;
  const refusal = await refusedCredential.call(this, provider);
  if (refusal === null) return;
  throw new NodeOperationError(this.getNode(), `${refusal.message}, so no event could be confirmed`, {
    description: refusal.description,
  });
}

/** Null when the credential is accepted, and when the provider cannot say so now. */
async function refusedCredential(this: IHookFunctions, provider: WebhookProvider): Promise<ProviderError | null> {
  try {
    const session = await connect(this, provider);
    const fields = readValues(provider.fields['package.getAll'] ?? [], () => undefined);
    for await (const anyPackage of provider.package.getMany(session, fields)) if (anyPackage) break;
    return null;
  } catch (error) {
    return error instanceof ProviderError && error.kind === 'credential' ? error : null;
  }
}

/** Cleaning up before or after something more important: what stays behind is named in the log. */
async function removeQuietly(this: IHookFunctions, provider: WebhookProvider, old: Registration): Promise<void> {
  try {
    await provider.webhook.unregister?.(await connect(this, provider), old.url, valuesOf(provider, old));
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

/** Null where they cannot be read: then nothing was registered with them either. */
async function readableValues(provider: WebhookProvider, registration: Registration): Promise<Values | null> {
  let values: Values | null = null;
  const problem = await failing(() => void (values = valuesOf(provider, registration)));
  return problem === null ? values : null;
}

async function failing(act: () => Promise<void> | void): Promise<{ error: unknown } | null> {
  try {
    await act();
    return null;
  } catch (error) {
    return { error };
  }
}

/** @param consequence what has become of it, behind the cause */
async function asNodeErrors<T>(context: IHookFunctions, consequence: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw asNodeError(context, error, consequence);
  }
}

function asNodeError(context: IHookFunctions, error: unknown, consequence: string): NodeOperationError | NodeApiError {
  if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
  const isInput = error instanceof ProviderError && error.kind === 'badInput';
  const message = isInput ? error.message : `${safeWords(error)}, ${consequence}`;
  const description = error instanceof ProviderError ? error.description : undefined;
  return new NodeOperationError(context.getNode(), message, { description });
}

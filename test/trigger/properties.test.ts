import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { EVENT_TYPES } from '../../esim/model';
import { eventOptions } from '../../trigger/eventNames';
import { whole } from '../../input';
import { triggerCredentials, triggerProperties } from '../../trigger/properties';
import type { Provider } from '../../providers/provider';
import { acme, portalSource, registeringSource } from './acme';
import { triggerFor } from './trigger';

const silent = acme({ ...portalSource, confirm: undefined }, 'silent');
const portal = acme(portalSource, 'portal');
const registering = acme(registeringSource, 'registering');
const without = acme(undefined, 'without');

/** The parameters that the editor shows, with their defaults, as n8n itself works them out. */
function shown(providers: readonly Provider[], chosen: INodeParameters): INodeParameters {
  const { description } = triggerFor(providers);
  const node = { typeVersion: 1 };
  return NodeHelpers.getNodeParameters(description.properties, chosen, true, false, node, description) ?? {};
}

function asksFor(providers: readonly Provider[], chosen: INodeParameters): string[] {
  const { description } = triggerFor(providers);
  const parameters = shown(providers, chosen);
  return (description.credentials ?? [])
    .filter((credential) => NodeHelpers.displayParameter(parameters, credential, { typeVersion: 1 }, description))
    .map(({ displayOptions }) => String(displayOptions?.show?.['/provider']?.[0]));
}

const optionsOf = (properties: INodeProperties[], name: string): INodePropertyOptions[] =>
  (properties.find((property) => property.name === name)?.options ?? []) as INodePropertyOptions[];

describe('what a person sees in the trigger', () => {
  it('offers the providers that have a webhook, and no other', () => {
    const options = optionsOf(triggerProperties([without, registering, portal]), 'provider');
    expect(options.map(({ value }) => value)).toEqual(['registering', 'portal']);
  });

  it('takes all events until somebody chooses', () => {
    expect(shown([portal], {})).toEqual({
      options: { binaryData: true },
      provider: 'portal',
      setupNotice: '',
      events: ['*'],
      confirmWithProvider: true,
      ifNotConfirmed: 'deliver',
      simplify: true,
    });
  });

  it('shows what to paste where, and only the fields of the chosen provider', () => {
    const all = [portal, registering];
    expect(shown(all, { provider: 'portal' })).not.toHaveProperty('iccids');
    expect(shown(all, { provider: 'registering' })).toHaveProperty('iccids', '');
    const notices = triggerProperties(all).filter(({ name }) => name === 'setupNotice');
    expect(notices.map(({ displayName, displayOptions }) => [displayName, displayOptions?.show?.provider])).toEqual([
      [portalSource.setupNotice, ['portal']],
      [registeringSource.setupNotice, ['registering']],
    ]);
  });

  it('keeps the conditions under which a provider shows its own fields', () => {
    const fields = [
      whole({
        displayName: 'Depth',
        name: 'depth',
        type: 'number',
        default: 1,
        displayOptions: { show: { simplify: [true] }, hide: { events: ['other'] } },
      }),
    ];
    const depth = triggerProperties([acme({ ...portalSource, fields })]).find(({ name }) => name === 'depth');
    expect(depth?.displayOptions).toEqual({
      show: { simplify: [true], provider: ['acme'] },
      hide: { events: ['other'] },
    });
  });

  it('offers no confirmation where no provider can be asked, and no test registration where none registers', () => {
    const names = triggerProperties([silent]).map(({ name }) => name);
    expect(names).toEqual(['options', 'provider', 'setupNotice', 'events', 'silentEventsNotice', 'simplify']);
  });

  it('names every event of the model, alphabetically, with All Events first', () => {
    const names = eventOptions(() => []).map(({ name }) => name);
    expect(names).toHaveLength(EVENT_TYPES.length + 1);
    expect(names[0]).toBe('All Events');
    expect(names.slice(1)).toEqual([...names.slice(1)].sort((left, right) => left.localeCompare(right, 'en')));
  });

  it('offers all of them whatever provider is chosen, and says who sends each', () => {
    const loud = { ...acme({ ...portalSource, events: ['country.changed', 'other'] }, 'loud'), name: 'Loud' };
    const all = triggerProperties([portal, loud]).filter(({ name }) => name === 'events');
    expect(all.map(({ displayOptions }) => displayOptions)).toEqual([undefined]);
    const described = Object.fromEntries(
      optionsOf(all, 'events').map(({ value, description }) => [value, description?.split('. ').at(-1)]),
    );
    expect(described).toMatchObject({
      'esim.installed': 'Sent by: Acme.',
      'country.changed': 'Sent by: Loud.',
      other: 'Sent by: Acme, Loud.',
      'order.failed': 'Sent by: none of these providers.',
    });
  });

  it('keeps what was chosen when another provider is', () => {
    const events = ['balance.low', 'country.changed'];
    expect(shown([portal, registering], { provider: 'portal', events }).events).toEqual(events);
    expect(shown([portal, registering], { provider: 'registering', events }).events).toEqual(events);
  });

  it.each([
    [['*'], false],
    [[], false],
    [['balance.low', 'other'], false],
    [['balance.low', 'country.changed'], true],
  ])('with %j chosen, a notice about events that never come is shown: %s', (events, isShown) => {
    const quiet = { ...acme({ ...registeringSource, events: [...EVENT_TYPES] }, 'registering'), name: 'All' };
    expect('silentEventsNotice' in shown([portal, quiet], { provider: 'portal', events })).toBe(isShown);
    expect('silentEventsNotice' in shown([portal, quiet], { provider: 'registering', events })).toBe(false);
  });

  it('names them in that notice', () => {
    const source = { ...portalSource, events: EVENT_TYPES.filter((type) => !/^order|^country/.test(type)) };
    const found = triggerProperties([acme(source)]).find(({ name }) => name === 'silentEventsNotice');
    expect(found?.displayName).toBe(
      'Some of the chosen events will not come: Acme never sends Country Changed, Order Created, Order Completed, Order Failed, Order Cancelled.',
    );
  });
});

describe('when the trigger asks for a credential', () => {
  it('does while the provider is asked to confirm, and not otherwise', () => {
    expect(asksFor([portal], {})).toEqual(['portal']);
    expect(asksFor([portal], { confirmWithProvider: false })).toEqual([]);
  });

  it('always does for a provider that registers or authenticates', () => {
    expect(asksFor([portal, registering], { provider: 'registering', confirmWithProvider: false })).toEqual([
      'registering',
    ]);
  });

  it('never does for a provider with nothing to check', () => {
    expect(triggerCredentials([silent, without])).toEqual([]);
  });

  it('names its conditions so that the editor does not take Provider for a way of signing in, and hide it', () => {
    const conditions = triggerCredentials([portal, registering]).flatMap(({ displayOptions }) =>
      Object.keys(displayOptions?.show ?? {}),
    );
    expect(conditions.length).toBeGreaterThan(0);
    expect(conditions.every((name) => name.startsWith('/'))).toBe(true);
  });

  it('requires the credential wherever it shows it', () => {
    expect(triggerCredentials([portal, registering]).every(({ required }) => required)).toBe(true);
  });
});

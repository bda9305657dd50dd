import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Result, WatchedNotification } from '../../providers/provider';
import { options, simplify } from '../shared/fields';
import { required, requiredIccid } from '../shared/lookups';
import { notOffered } from '../shared/notOffered';
import type { Operation, Turn } from '../operation';

export const watch: Operation = {
  resource: 'esim',
  value: 'watch',
  name: 'Watch',
  action: 'Watch eSIM',
  description: 'Have the provider call a URL when something happens with an eSIM',
  fields: () => [
    iccidField(),
    {
      displayName: 'Webhook URL',
      name: 'webhookUrl',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. https://n8n.example.com/webhook/…',
      description: 'Whom the provider calls: the production URL of an eSIM Trigger, or any other',
      hint: 'The provider keeps one URL for each kind of event of an eSIM. What was there before is replaced.',
    },
    simplify(),
    options('reading'),
  ],
  async execute(turn) {
    const change = turn.provider.esim.watch ?? notOffered(turn, watch);
    const iccid = requiredIccid(turn);
    const url = required(turn, 'webhookUrl', 'Webhook URL');
    return watchedItem(turn, iccid, await change(await turn.session(), iccid, url, turn.providerFields()));
  },
};

/** Notifications are registered for one SIM at a time, by its number. */
export function iccidField(): INodeProperties {
  return {
    displayName: 'ICCID',
    name: 'iccid',
    type: 'string',
    required: true,
    default: '',
    placeholder: 'e.g. 8944478600004958824',
    description: 'The number of the SIM, 18 to 22 digits',
    hint: 'From an order: {{ $json.esim.iccid }}',
  };
}

/** One item an eSIM, with everything that it is watched for now. */
export function watchedItem(
  turn: Turn,
  iccid: string,
  { value, raw }: Result<WatchedNotification[]>,
): INodeExecutionData[] {
  const watched = value.map(({ type, url }) => ({ type, url }));
  return [turn.output({ value: { iccid, provider: turn.provider.id, watched }, raw })];
}

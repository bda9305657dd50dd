import type { INodeExecutionData } from 'n8n-workflow';

import { url } from '../../input';
import type { Result, WatchedNotification } from '../../providers/provider';
import type { Operation, Turn } from '../operation';
import { iccid } from '../shared/esimLookup';
import { simplify } from '../shared/fields';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

const webhookUrl = url({
  displayName: 'Webhook URL',
  name: 'webhookUrl',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. https://n8n.example.com/webhook/…',
  description: 'Whom the provider calls: the production URL of an eSIM Trigger, or any other',
  hint: 'The provider keeps one URL for each kind of event of an eSIM. What was there before is replaced.',
});

export const watch: Operation = {
  resource: 'esim',
  value: 'watch',
  name: 'Watch',
  action: 'Watch eSIM',
  description: 'Have the provider call a URL when something happens with an eSIM',
  changes: true,
  fields: () => [iccid, webhookUrl, simplify, options('reading')],
  read(turn) {
    const { provider, values } = turn;
    const change = provider.esim.watch ?? notOffered(turn, watch);
    const [sim, address] = [values.need(iccid), values.need(webhookUrl)];
    return { carryOut: async () => watchedItem(turn, sim, await change(await turn.session(), sim, address, values)) };
  },
};

/** One item an eSIM, with everything that it is watched for now. */
export function watchedItem(
  turn: Turn,
  sim: string,
  { value, raw }: Result<WatchedNotification[]>,
): INodeExecutionData[] {
  const watched = value.map(({ type, url: address }) => ({ type, url: address }));
  return turn.output({ value: { iccid: sim, provider: turn.provider.id, watched }, raw });
}

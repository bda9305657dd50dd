import type { Device } from '../../esim/model';
import { isFoundBy } from '../../esim/search';
import { text } from '../../input';
import type { Listing } from '../../providers/provider';
import type { Operation } from '../operation';
import { limit, returnAll, simplify } from '../shared/fields';
import { collect } from '../shared/list';
import { notOffered } from '../shared/notOffered';
import { options } from '../shared/options';

const search = text({
  displayName: 'Search',
  name: 'deviceSearch',
  type: 'string',
  default: '',
  placeholder: 'e.g. Pixel 8',
  description: 'Brand and model of the phone. Empty: all phones that can take an eSIM.',
});

async function* found(devices: Listing<Device>, wanted: string): Listing<Device> {
  for await (const device of devices) {
    const { brand, name, model } = device.value;
    if (isFoundBy(wanted, [brand, name, model].join(' '))) yield device;
  }
}

export const getAll: Operation = {
  resource: 'device',
  value: 'getAll',
  name: 'Get Many',
  action: 'Get many devices',
  description: 'List the phones that can take an eSIM, so that a shop can warn before it sells',
  changes: false,
  fields: () => [search, returnAll, limit, simplify, options('reading')],
  read(turn) {
    const list = turn.provider.device?.getMany ?? notOffered(turn, getAll);
    const wanted = turn.values.get(search) ?? '';
    return { carryOut: async () => await collect(turn, found(list(await turn.session()), wanted)) };
  },
};

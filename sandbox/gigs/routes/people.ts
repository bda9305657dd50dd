/** Users and their addresses (section 8). */
import { type Calls, inBody } from '../../core/call';
import { country, matching, need, orNull, type Shape, text, textUpTo } from '../../core/checks';
import { json, refuseIf } from '../../core/http';
import { type GigsWorld, newAddress, newUser, type User } from '../state';
import { wireAddress, wireUser } from '../wire';
import { metadata } from './checks';
import { found, listing, newestFirst, page, reading } from './reading';

const EMAIL = matching(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an email address');
const PERSON: Shape = {
  fullName: orNull(text),
  birthday: orNull(matching(/^\d{4}-\d{2}-\d{2}$/, 'a date')),
  preferredLocale: text,
  metadata,
};
const MOST_ADDRESSES = 10;

export function peopleCalls(world: GigsWorld): Calls {
  const { users } = world.state;
  return {
    users: listing('GET /users', () => newestFirst(users), wireUser),
    createUser: {
      at: 'POST /users',
      body: { email: need(EMAIL), ...PERSON },
      reference: inBody('email'),
      run: (request, body) => {
        refuseIf(!!byEmail(world, body['email']), 'userAlreadyExists', 'A user with this email exists.');
        const user = newUser(world.random, world.now, body);
        users.set(user.id, user);
        request.noteEffect(`user ${user.id}`);
        return json(wireUser(user), 201);
      },
    },
    searchUsers: {
      at: 'POST /users/search',
      body: { email: need(EMAIL) },
      run: (request, body) => {
        const user = byEmail(world, body['email']);
        return page(request, user ? [wireUser(user)] : []);
      },
    },
    user: reading('GET /users/:user', users, 'user', wireUser),
    updateUser: {
      at: 'PATCH /users/:user',
      body: { email: EMAIL, ...PERSON },
      run: (request, body) => {
        const user = found(users, request.params['user'], 'user');
        Object.assign(user, body);
        request.noteEffect(`user ${user.id} changed`);
        return json(wireUser(user));
      },
    },
    ...addressCalls(world),
  };
}

function byEmail({ state }: GigsWorld, wanted: unknown): User | undefined {
  return [...state.users.values()].find((user) => user.email.toLowerCase() === String(wanted).toLowerCase());
}

function addressCalls(world: GigsWorld): Calls {
  const { users, addresses } = world.state;
  const at = '/users/:user/addresses';
  const of = (user: string) => newestFirst(addresses).filter((address) => address.user === user);
  return {
    addresses: {
      ...listing(`GET ${at}`, () => [], wireAddress),
      run: (request) => page(request, of(found(users, request.params['user'], 'user').id).map(wireAddress)),
    },
    createAddress: {
      at: `POST ${at}`,
      body: {
        line1: need(textUpTo(35)),
        line2: orNull(textUpTo(35)),
        city: need(textUpTo(35)),
        state: orNull(textUpTo(35)),
        postalCode: orNull(textUpTo(15)),
        country: need(country),
      },
      run: (request, body) => {
        const user = found(users, request.params['user'], 'user');
        const given = newAddress(world.random, world.now, user.id, body);
        refuseIf(given.country === 'US' && given.state === null, 'userAddressInvalid', 'The address needs a state.');
        const same = of(user.id).some(({ line1, city }) => line1 === given.line1 && city === given.city);
        refuseIf(same, 'userAddressAlreadyExists', 'The user has this address already.');
        refuseIf(of(user.id).length >= MOST_ADDRESSES, 'invalid', 'The user has 10 addresses.');
        addresses.set(given.id, given);
        request.noteEffect(`address ${given.id}`);
        return json(wireAddress(given), 201);
      },
    },
  };
}

/** Users and their addresses (section 8). */
import { json, peekJson, Refusal, type SandboxRequest } from '../../core/http';
import { type Call, found, newestFirst, page, PAGED } from '../call';
import { country, date, email, metadata, orNull, text, textUpTo } from '../checks';
import type { Address, User } from '../state';
import { wireAddress, wireUser } from '../wire';
import type { GigsWorld } from '../world';

const PERSON = {
  fullName: { check: orNull(text) },
  birthday: { check: orNull(date) },
  preferredLocale: { check: text },
  metadata: { check: metadata },
};
const MOST_ADDRESSES = 10;

function emailIn(request: SandboxRequest): string | null {
  const body = peekJson(request) as { email?: unknown } | null | undefined;
  return typeof body?.email === 'string' ? body.email : null;
}

export function peopleCalls(world: GigsWorld): Call[] {
  const { state } = world;
  return [
    {
      name: 'users',
      method: 'GET',
      path: '/users',
      query: PAGED,
      run: (request) => page(request, newestFirst(state.users.values()).map(wireUser)),
    },
    {
      name: 'createUser',
      method: 'POST',
      path: '/users',
      body: { email: { check: email, required: true }, ...PERSON },
      reference: emailIn,
      run: (request, body) => {
        if (byEmail(world, body['email'])) throw new Refusal('userAlreadyExists', 'A user with this email exists.');
        const user: User = {
          id: state.newId('usr'),
          email: String(body['email']),
          fullName: (body['fullName'] as string | undefined) ?? null,
          birthday: (body['birthday'] as string | undefined) ?? null,
          preferredLocale: (body['preferredLocale'] as string | undefined) ?? 'en-US',
          metadata: (body['metadata'] as Record<string, string> | undefined) ?? {},
          createdAt: world.clock.now(),
        };
        state.users.set(user.id, user);
        request.noteEffect(`user ${user.id}`);
        return json(wireUser(user), 201);
      },
    },
    {
      name: 'searchUsers',
      method: 'POST',
      path: '/users/search',
      body: { email: { check: email, required: true } },
      run: (request, body) =>
        page(request, [byEmail(world, body['email'])].filter((user) => user !== undefined).map(wireUser)),
    },
    {
      name: 'user',
      method: 'GET',
      path: '/users/:user',
      run: ({ params }) => json(wireUser(found(state.users, params['user'], 'user'))),
    },
    {
      name: 'updateUser',
      method: 'PATCH',
      path: '/users/:user',
      body: { email: { check: email }, ...PERSON },
      run: (request, body) => {
        const user = found(state.users, request.params['user'], 'user');
        Object.assign(user, body);
        request.noteEffect(`user ${user.id} changed`);
        return json(wireUser(user));
      },
    },
    ...addressCalls(world),
  ];
}

function byEmail({ state }: GigsWorld, wanted: unknown): User | undefined {
  return [...state.users.values()].find((user) => user.email.toLowerCase() === String(wanted).toLowerCase());
}

function addressCalls(world: GigsWorld): Call[] {
  const { state } = world;
  const of = (user: string) => newestFirst(state.addresses.values()).filter((address) => address.user === user);
  return [
    {
      name: 'addresses',
      method: 'GET',
      path: '/users/:user/addresses',
      query: PAGED,
      run: (request) => {
        const user = found(state.users, request.params['user'], 'user');
        return page(request, of(user.id).map(wireAddress));
      },
    },
    {
      name: 'createAddress',
      method: 'POST',
      path: '/users/:user/addresses',
      body: {
        line1: { check: textUpTo(35), required: true },
        line2: { check: orNull(textUpTo(35)) },
        city: { check: textUpTo(35), required: true },
        state: { check: orNull(textUpTo(35)) },
        postalCode: { check: orNull(textUpTo(15)) },
        country: { check: country, required: true },
      },
      run: (request, body) => {
        const user = found(state.users, request.params['user'], 'user');
        const given = { line2: null, state: null, postalCode: null, ...body } as Omit<
          Address,
          'id' | 'user' | 'createdAt'
        >;
        if (given.country === 'US' && given.state === null) {
          throw new Refusal('userAddressInvalid', 'The address needs a state.');
        }
        const same = of(user.id).some((known) => known.line1 === given.line1 && known.city === given.city);
        if (same) throw new Refusal('userAddressAlreadyExists', 'The user has this address already.');
        if (of(user.id).length >= MOST_ADDRESSES) throw new Refusal('invalid', 'The user has 10 addresses.');
        const address: Address = { ...given, id: state.newId('adr'), user: user.id, createdAt: world.clock.now() };
        state.addresses.set(address.id, address);
        request.noteEffect(`address ${address.id}`);
        return json(wireAddress(address), 201);
      },
    },
  ];
}

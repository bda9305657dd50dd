/** An eSIM Access that answers from a script: its documented payloads (test/fixtures/esimAccess), and variations of them. */
import { readValues, type Values } from '../../../input';
import { esimAccess } from '../../../providers/esimAccess';
import type { CreateOrderInput, TopUpInput } from '../../../providers/provider';
import query from '../../fixtures/esimAccess/query.json';
import { type Script, type Scripted, type ScriptedSession, scriptedSession } from '../../support/scriptedSession';

export type Profile = (typeof query.obj.esimList)[number];

export const ok = (obj: unknown = {}): Scripted => ({
  status: 200,
  body: { success: true, errorCode: '0', errorMsg: null, obj },
});

export const no = (errorCode: string, errorMsg = 'It cannot be done', status = 200): Scripted => ({
  status,
  body: { success: false, errorCode, errorMsg, obj: null },
});

export const fixture = (body: unknown): Scripted => ({ status: 200, body });

export function profile(more: Record<string, unknown> = {}): Profile {
  return { ...query.obj.esimList[0], ...more } as Profile;
}

/** The answer to `esim/query` with these profiles, whatever was asked for. */
export const profiles = (...esimList: unknown[]): Scripted =>
  ok({ esimList, pager: { pageSize: 500, pageNum: 1, total: esimList.length } });

/** @param script by path: "esim/query" */
export function session(script: Script): ScriptedSession {
  const whole = Object.entries(script).map(([path, answers]) => [`POST /api/v1/open/${path}`, answers]);
  return scriptedSession(Object.fromEntries(whole) as Script, { baseUrl: 'https://api.example.com' }, esimAccess.name);
}

/** What was sent to a path. */
export function sent({ requests }: ScriptedSession, path: string): Array<Record<string, unknown>> {
  const to = requests.filter((request) => request.path === `/api/v1/open/${path}`);
  return to.map(({ body }) => body as Record<string, unknown>);
}

/** Fields of an operation as a person fills them in; those of its collections stand beside the others. */
export function filledIn(operation: string, raw: Readonly<Record<string, unknown>> = {}): Values {
  return readValues(esimAccess.fields[operation] ?? [], (name) =>
    ['additionalFields', 'filters'].includes(name) ? raw : raw[name],
  );
}

export function order(more: Partial<CreateOrderInput> = {}, fields: Record<string, unknown> = {}): CreateOrderInput {
  return {
    packageId: 'P1X57VWMR',
    clientReference: 'shop-1001',
    customerEmail: null,
    customerId: null,
    fields: filledIn('order.create', fields),
    ...more,
  };
}

export function topUpOf(more: Partial<TopUpInput> = {}, fields: Record<string, unknown> = {}): TopUpInput {
  return {
    packageId: 'TOPUP_P1X57VWMR',
    clientReference: 'shop-1001',
    iccid: '8910300000012345678',
    customerId: null,
    fields: filledIn('esim.topUp', fields),
    ...more,
  };
}

export async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const rows: T[] = [];
  for await (const row of list) rows.push(row);
  return rows;
}

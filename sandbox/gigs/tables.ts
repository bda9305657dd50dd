/** The tables of the control page: newest first, without activation codes and links. */
import { newest } from '../core/lists';
import type { GigsWorld } from './state';

export function page({ account, state, settings }: GigsWorld): object {
  const open = [...state.invoices.values()].filter(({ status }) => status !== 'paid');
  return {
    projectId: account.projectId,
    webhookSecret: settings.webhookSecret,
    orders: newest(state.subscriptions).map((one) => ({
      id: one.id,
      createdAt: new Date(one.createdAt).toISOString(),
      reference: one.metadata['clientReference'] ?? null,
      plan: one.plan.name,
      customer: state.users.get(one.user)?.email ?? one.user,
      status: one.status,
      canceled: one.canceledAt !== null,
      invoice: open.find(({ subscription }) => subscription === one.id)?.id ?? null,
    })),
    esims: newest(state.sims).map(({ iccid, type, status, profile, provider: network, user }) => {
      return { iccid, type, status, profile, network, customer: state.users.get(user ?? '')?.email ?? null };
    }),
  };
}

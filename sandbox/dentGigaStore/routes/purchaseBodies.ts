/** The bodies of the calls that spend credit. */
import { type BodyRules, country, email, flag, ip, oneOf, price, text, textUpTo } from '../checks';
import type { DentWorld } from '../world';

const MODES = ['NOW', 'FIRST_USE', 'ON_DEMAND'];
const FIELDS: BodyRules = {
  inventoryItemId: { check: text, required: true },
  expectedPrice: { check: price },
  activationMode: { check: oneOf(MODES) },
};
const RESIDENCE: BodyRules = { userIp: { check: ip }, userCountry: { check: country } };

function common({ settings }: DentWorld): BodyRules {
  return { ...FIELDS, metatag: { check: textUpTo(settings.longestMetatag), required: settings.requireMetatag } };
}

/** E8, section 7.1. */
export function registerRules(world: DentWorld): BodyRules {
  const required = world.settings.requireUserIpAndCountry;
  const residence = { userIp: { check: ip, required }, userCountry: { check: country, required } };
  return { ...common(world), ...residence, customerEmail: { check: email } };
}

/** E9, section 9.1. */
export function topUpRules(world: DentWorld): BodyRules {
  const thirdParty = { ...RESIDENCE, customerProfileDomainId: { check: text } };
  return {
    ...common(world),
    customerUid: { check: text, required: true },
    ...(world.settings.acceptThirdPartyFields ? thirdParty : {}),
  };
}

/** E10, section 9.2. No page documents this body at all, so the two fields that one client sends here are taken as well. */
export function topUpWithProfileRules(world: DentWorld): BodyRules {
  return {
    ...topUpRules(world),
    ...RESIDENCE,
    ...(world.settings.acceptThirdPartyFields ? { dedicated: { check: flag } } : {}),
  };
}

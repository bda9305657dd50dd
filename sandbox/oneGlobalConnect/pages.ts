/** Lists in pages, with the metadata that the documentation prints, truthful or not (section 3.2). */
import { json, Refusal, type Reply, type SandboxRequest } from '../core/http';
import { link } from './wire';
import type { ConnectWorld } from './world';

export const V1_PAGES = { page: /^[1-9]\d*$/, size: /^([1-9]|[1-3]\d|40)$/ };
export const V2_PAGES = { page: /^[1-9]\d*$/, page_size: /^[1-9]\d*$/ };

const USUAL = 40;

interface Cut<T> {
  rows: T[];
  page: number;
  size: number;
  pages: number;
}

function cut<T>(world: ConnectWorld, all: T[], query: URLSearchParams, sizeName: string): Cut<T> {
  const size = Math.min(Number(query.get(sizeName) ?? USUAL), world.settings.largestPage);
  const page = Number(query.get('page') ?? 1);
  const pages = Math.max(1, Math.ceil(all.length / size));
  if (page > pages && world.settings.behindLastPage === 'notFound') throw new Refusal('notFound', 'No such page');
  const shown = page > pages && world.settings.behindLastPage === 'lastPageAgain' ? pages : page;
  return { rows: all.slice((shown - 1) * size, shown * size), page, size, pages };
}

/** A bare array; the neighbours are in headers, only when there are any (section 2.4.4). */
export function v1Page<T>(world: ConnectWorld, request: SandboxRequest, all: T[], wire: (row: T) => object): Reply {
  const { rows, page, pages } = cut(world, all, request.query, 'size');
  const reply = json(rows.map(wire));
  const neighbour = (number: number): string => `${request.path}?page=${number}`;
  const headers: Record<string, string> = {};
  if (page < pages) headers['x-next-page'] = neighbour(page + 1);
  if (page > 1) headers['x-previous-page'] = neighbour(page - 1);
  return { ...reply, headers };
}

/** @param sizeName the query's word for the size of a page: v1, where its list is wrapped, has another */
export function v2Page<T>(
  world: ConnectWorld,
  request: SandboxRequest,
  all: T[],
  wire: (row: T) => object,
  sizeName = 'page_size',
): Reply {
  const { pageMetadata } = world.settings;
  const { rows, page, size, pages } = cut(world, all, request.query, sizeName);
  const path = (number: number): string => link(world, `${request.path}?page=${number}&page_size=${size}`);
  // the examples show a next page together with a page count of one
  const hasNext = page < pages || pageMetadata === 'alwaysNext' || pageMetadata === 'pageCountOne';
  const links = {
    _self: path(page),
    ...(page > 1 ? { _prev: path(page - 1) } : {}),
    ...(hasNext ? { _next: path(page + 1) } : {}),
  };
  const counted = {
    page: pageMetadata === 'pageOneForever' ? 1 : page,
    page_size: size,
    page_count: pageMetadata === 'pageCountOne' ? 1 : pages,
  };
  return json({ data: rows.map(wire), _metadata: { ...(pageMetadata === 'linksOnly' ? {} : counted), links } });
}

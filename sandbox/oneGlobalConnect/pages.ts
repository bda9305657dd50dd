/** Lists in pages, with the metadata that the documentation prints, truthful or not (section 3.2). */
import type { QueryRules } from '../core/checks';
import { json, refuseIf, type Reply, type SandboxRequest } from '../core/http';
import { type NumberedPage, numberedPage } from '../core/lists';
import type { ConnectWorld, Version } from './state';
import { link } from './wire';

export const PAGES: Readonly<Record<Version, QueryRules>> = {
  v1: { page: /^[1-9]\d*$/, size: /^([1-9]|[1-3]\d|40)$/ },
  v2: { page: /^[1-9]\d*$/, page_size: /^[1-9]\d*$/ },
};

const USUAL = 40;

/** A page of a list as the version has it. */
export function listed<T>(
  world: ConnectWorld,
  version: Version,
  request: SandboxRequest,
  all: T[],
  wire: (row: T) => object,
): Reply {
  return version === 'v1' ? v1Page(world, request, all, wire) : v2Page(world, request, all, wire);
}

function cut<T>({ settings }: ConnectWorld, all: T[], query: URLSearchParams, sizeName: string): NumberedPage<T> {
  const size = Math.min(Number(query.get(sizeName) ?? USUAL), settings.largestPage);
  const wanted = Number(query.get('page') ?? 1);
  const given = numberedPage(all, wanted, size);
  if (wanted <= given.pages) return given;
  refuseIf(settings.behindLastPage === 'notFound', 'notFound', 'No such page');
  const lastAgain = settings.behindLastPage === 'lastPageAgain';
  return lastAgain ? { ...numberedPage(all, given.pages, size), page: wanted } : given;
}

/** A bare array; the neighbours are in headers, only when there are any (section 2.4.4). */
function v1Page<T>(world: ConnectWorld, request: SandboxRequest, all: T[], wire: (row: T) => object): Reply {
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

/** What the control pages of all providers share: asking the control API, tables, webhooks, faults, requests. */
const { document, setInterval } = globalThis;

export const byId = (id) => document.getElementById(id);

/** Asks the control API; throws what it complains about. */
export async function ask(method, path, body) {
  const response = await fetch(`/_sandbox/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** Does something, says how it went, and shows the new state. */
export async function perform(what, doing) {
  const notice = byId('notice');
  try {
    const answer = await doing();
    notice.className = 'good';
    notice.textContent = `${what}: done${told(answer)}`;
  } catch (error) {
    notice.className = 'bad';
    notice.textContent = `${what}: ${error.message}`;
  }
  await refresh();
}

function told(answer) {
  const deliveries = answer?.deliveries?.filter(({ outcome }) => outcome !== 'noUrl') ?? [];
  return deliveries
    .map(({ event, status }) => `, ${event} ${status === null ? 'not delivered' : `answered ${status}`}`)
    .join('');
}

export function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function button(label, run, enabled = true) {
  return element('button', { type: 'button', textContent: label, disabled: !enabled, onclick: run });
}

export const coded = (text) => element('td', { className: 'code', textContent: text ?? '' });
export const marked = (text, className) => element('td', { className, textContent: text });

/** @param rows lists of cells: texts or `td` elements */
export function fillTable(id, titles, rows, whenEmpty) {
  const head = element(
    'tr',
    {},
    titles.map((title) => element('th', { textContent: title })),
  );
  const cell = (value) => (value instanceof globalThis.Node ? value : element('td', { textContent: value ?? '' }));
  const body = rows.map((cells) => element('tr', {}, cells.map(cell)));
  const empty = element('tr', {}, [
    element('td', { className: 'quiet', colSpan: titles.length, textContent: whenEmpty }),
  ]);
  byId(id).replaceChildren(head, ...(body.length > 0 ? body : [empty]));
}

export const clockTime = (iso) => iso.slice(11, 19);
export const megabytes = (bytes) =>
  bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(2)} GB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;

/** Does something to an eSIM when it is called: what a button runs. `input` is asked for at that moment. */
export function act(iccid, label, action, input = () => ({})) {
  return () => void perform(`${label} …${iccid.slice(-6)}`, () => ask('POST', `esims/${iccid}/${action}`, input()));
}

/** What the inputs beside the eSIMs say. */
export const country = () => byId('country').value.toUpperCase();
export const bytes = (ofOne = 1024 ** 2) => Math.round(Number(byId('megabytes').value) * ofOne);

export function onSubmit(form, what, run) {
  form.onsubmit = (event) => {
    event.preventDefault();
    void perform(what, () => run(Object.fromEntries(new globalThis.FormData(event.target))));
  };
}

let showProvider = () => undefined;
let shown = '';

/**
 * Starts the page. `show` draws the provider's own tables. `words`: what `esims` and `orders` are called, `webhooks` says
 * what sends them, `country` what its input is for, `megabytes` to begin with; `has` names what there is beside the
 * tables: "credit", "tokens", "urls" (of webhooks).
 */
export function startPage({ esims = 'eSIMs', orders = 'Orders', webhooks, country, megabytes, has }, show) {
  showProvider = show;
  for (const part of document.querySelectorAll('[data-if]')) {
    part.hidden = !(part.dataset.if === 'country' ? country : has.includes(part.dataset.if));
  }
  const texts = { 'esims-title': esims, 'orders-title': orders, 'about-webhooks': webhooks, 'country-label': country };
  for (const [id, text] of Object.entries(texts)) byId(id).textContent = text ?? '';
  byId('megabytes').value = megabytes;
  wireForms();
  void refresh();
  setInterval(() => void refresh(), 2000);
}

async function refresh() {
  const state = await ask('GET', 'state').catch(() => null);
  if (state === null) {
    byId('notice').className = 'bad';
    byId('notice').textContent = 'The sandbox does not answer.';
    return;
  }
  byId('title').textContent = document.title = `${state.provider} sandbox`;
  byId('now').textContent = state.now.replace('T', ' ').slice(0, 19);
  const text = JSON.stringify({ ...state, now: null });
  if (text === shown) return;
  shown = text;
  byId('credit').textContent = `${state.credit.now} USD`;
  byId('violations').textContent = state.violations;
  byId('violations').className = state.violations > 0 ? 'bad' : '';
  showWebhooks(state);
  showFaults(state);
  showRequests(state);
  showProvider(state);
}

function showWebhooks({ webhooks, deliveries }) {
  const urls = byId('urls');
  if (urls.childElementCount === 0) {
    for (const event of Object.keys(webhooks)) {
      urls.append(element('label', { htmlFor: `url-${event}`, textContent: event }));
      urls.append(element('input', { id: `url-${event}`, name: event, type: 'url', placeholder: 'https://' }));
    }
  }
  for (const [event, url] of Object.entries(webhooks)) {
    const input = byId(`url-${event}`);
    if (document.activeElement !== input) input.value = url ?? '';
  }
  fillTable(
    'deliveries',
    ['Time', 'Event', 'Body', 'Answer'],
    deliveries.map((delivery) => [
      clockTime(delivery.at),
      delivery.event,
      coded(JSON.stringify(delivery.body)),
      answerOf(delivery),
    ]),
    'Nothing sent yet.',
  );
}

function answerOf({ outcome, status, answer }) {
  if (outcome === 'noUrl') return marked('no URL entered', 'quiet');
  if (outcome === 'sending') return marked('sending', 'quiet');
  if (outcome === 'failed') return marked(answer, 'bad');
  return marked(`${status} ${answer}`.slice(0, 120), status < 300 ? 'good' : 'bad');
}

function showFaults({ faults }) {
  if (byId('fault').childElementCount === 0) {
    byId('fault').append(...faults.names.map((name) => element('option', { textContent: name })));
    byId('route').append(...faults.routes.map((name) => element('option', { textContent: name })));
  }
  const queued = faults.queue.map(({ fault, route, times }) => [
    fault.kind ?? fault,
    route ?? 'any',
    `${times} to come`,
  ]);
  const mixed = Object.entries(faults.mix?.probabilities ?? {}).map(([fault, share]) => [
    fault,
    faults.mix.routes?.join(', ') ?? 'any',
    `${Math.round(share * 1000) / 10} % at random, seed ${faults.mix.seed}`,
  ]);
  fillTable('faults', ['Fault', 'Call', 'When'], [...queued, ...mixed], 'Nothing goes wrong.');
}

function showRequests({ journal }) {
  fillTable(
    'requests',
    ['Time', 'Call', 'Reference', 'Ended', 'Effect'],
    journal.map((entry) => [
      clockTime(entry.at),
      entry.route === 'unknown' ? `${entry.method} ${entry.path}` : entry.route,
      coded(entry.reference),
      marked(endingOf(entry), entry.fault ? 'warn' : entry.refusedBy ? 'bad' : 'good'),
      entry.violations[0] ?? entry.effects.map((effect) => effect.slice(0, 24)).join(', '),
    ]),
    'No request yet.',
  );
}

function endingOf({ ending, status, fault, refusedBy }) {
  return [ending === 'answered' ? status : ending, refusedBy, fault].filter(Boolean).join(', ');
}

function wireForms() {
  const submit = (id, what, run) => onSubmit(byId(id), what, run);
  submit('url-form', 'Webhook URLs', (urls) => ask('PUT', 'webhooks', urls));
  submit('all-form', 'Webhook URLs', ({ url }) => ask('PUT', 'webhooks', { '*': url }));
  submit('credit-form', 'Credit', ({ amount }) => ask('POST', 'credit', { amount }));
  submit('clock-form', 'Time', ({ days }) => ask('POST', 'clock', { advanceSeconds: Number(days) * 86_400 }));
  submit('fault-form', 'Fault', ({ fault, route, times }) =>
    ask('POST', 'faults/next', { fault, route: route || undefined, times: Number(times) }),
  );
  byId('expire').onclick = () => void perform('Tokens', () => ask('POST', 'tokens/expire'));
  byId('clear-faults').onclick = () => void perform('Faults cleared', () => ask('DELETE', 'faults'));
}

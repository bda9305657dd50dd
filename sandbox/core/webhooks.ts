/** Sends a provider's webhooks to whoever listens and remembers what they answered. */
import { UnderWay } from './underWay';

export type Delivery = ReturnType<typeof newDelivery>;

/** @param at ISO 8601, on the sandbox's clock */
function newDelivery(number: number, at: string, { event, body }: OutgoingEvent, url: string | null) {
  return {
    number,
    at,
    event,
    url,
    body,
    /** "sending" until the receiver answered; "noUrl" when nobody has entered one. */
    outcome: (url ? 'sending' : 'noUrl') as 'sending' | 'answered' | 'failed' | 'noUrl',
    status: null as number | null,
    /** The beginning of the receiver's answer, or why there was none. */
    answer: null as string | null,
    attempts: 0,
  };
}

export interface OutgoingEvent {
  event: string;
  /** Any JSON value. */
  body: unknown;
  /** Overrules the one that is set for the event. */
  url?: string;
}

export type Headers = Readonly<Record<string, string>>;

export interface SendingRules {
  delayMs: number;
  timeoutMs: number;
  /** How often each delivery is sent when everything goes well. */
  copies: number;
  /** How often a delivery is tried until it is answered with 2xx. */
  attempts: number;
  /** Between two attempts. */
  pauseMs: number;
}

const LONGEST_ANSWER = 300;

export class WebhookSender {
  private urls = new Map<string, string>();
  private log: Delivery[] = [];
  readonly underWay = new UnderWay();

  constructor(
    readonly events: readonly string[],
    private readonly now: () => number,
    private readonly rules: () => SendingRules,
    /** Made anew for each attempt. */
    private readonly headers: (body: string) => Headers,
  ) {}

  /** @param url null or '' removes it; `event` '*' means every kind. */
  setUrl(event: string, url: string | null): void {
    if (event !== '*' && !this.events.includes(event)) throw new Error(`no such webhook event: ${event}`);
    if (url) new URL(url);
    for (const name of event === '*' ? this.events : [event]) {
      if (url) this.urls.set(name, url);
      else this.urls.delete(name);
    }
  }

  getUrls(): Record<string, string | null> {
    return Object.fromEntries(this.events.map((event) => [event, this.urls.get(event) ?? null]));
  }

  /** One after the other, each waiting for the answer to the one before. */
  sendInOrder(events: OutgoingEvent[]): Promise<Delivery[]> {
    return this.underWay.track(
      (async () => {
        const deliveries: Delivery[] = [];
        for (const event of events) {
          for (let copy = 0; copy < this.rules().copies; copy++) deliveries.push(await this.sendOne(event));
        }
        return deliveries;
      })(),
    );
  }

  sendAtOnce(events: OutgoingEvent[]): Promise<Delivery[]> {
    return this.underWay.track(Promise.all(events.map((event) => this.sendOne(event))));
  }

  /** Newest first. */
  deliveries(count = Infinity): Delivery[] {
    return this.log.slice(-Math.min(count, this.log.length || 1)).reverse();
  }

  clearLog(): void {
    this.log = [];
  }

  private async sendOne(outgoing: OutgoingEvent): Promise<Delivery> {
    const url = outgoing.url ?? this.urls.get(outgoing.event) ?? null;
    const delivery = newDelivery(this.log.length + 1, new Date(this.now()).toISOString(), outgoing, url);
    this.log.push(delivery);
    if (!url) return delivery;
    const { delayMs, attempts, pauseMs } = this.rules();
    while (delivery.attempts < attempts && !isSuccess(delivery.status)) {
      const waitMs = delayMs + (delivery.attempts > 0 ? pauseMs : 0);
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      delivery.attempts += 1;
      await this.attempt(delivery, url);
    }
    return delivery;
  }

  private async attempt(delivery: Delivery, url: string): Promise<void> {
    const body = JSON.stringify(delivery.body);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.headers(body) },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(this.rules().timeoutMs),
      });
      const answer = (await response.text()).slice(0, LONGEST_ANSWER);
      Object.assign(delivery, { outcome: 'answered', status: response.status, answer });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      Object.assign(delivery, { outcome: 'failed', status: null, answer: String(cause).slice(0, LONGEST_ANSWER) });
    }
  }
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

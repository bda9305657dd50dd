/** What a process remembers for as long as it runs, and no more than so much of it. */
export class BoundedMap<Value> extends Map<string, Value> {
  /** @param most entries; the oldest go first */
  constructor(private readonly most: number) {
    super();
  }

  override set(key: string, value: Value): this {
    // a Map keeps its order: what is set anew is the youngest
    this.delete(key);
    super.set(key, value);
    const [oldest] = this.keys();
    if (this.size > this.most && oldest !== undefined) this.delete(oldest);
    return this;
  }
}

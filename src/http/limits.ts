/** A bucket holds `burst` tokens and gains `perSecond`; every try takes one. */
export type Rate = { burst: number; perSecond: number };

/**
 * Token buckets by key, in this process's memory: a limit per server, which is what protects a server. Buckets that are
 * full again are forgotten, so memory is bounded by the keys of the last minutes.
 *
 * @param now milliseconds; tests hand in their own clock.
 */
export function limiter(rate: Rate, now: () => number = () => performance.now()) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const refillMs = (rate.burst / rate.perSecond) * 1000;
  let sweepAt = now() + refillMs;

  const current = (key: string, at: number) => {
    const bucket = buckets.get(key);
    if (bucket === undefined) return { tokens: rate.burst, at };
    return { tokens: Math.min(rate.burst, bucket.tokens + ((at - bucket.at) / 1000) * rate.perSecond), at };
  };

  return {
    /** @returns 0 if let through, else the seconds until the next token. */
    take(key: string): number {
      const at = now();
      if (at >= sweepAt) {
        for (const [other, bucket] of buckets) if (at - bucket.at >= refillMs) buckets.delete(other);
        sweepAt = at + refillMs;
      }
      const bucket = current(key, at);
      if (bucket.tokens < 1) return (1 - bucket.tokens) / rate.perSecond;
      bucket.tokens -= 1;
      buckets.set(key, bucket);
      return 0;
    },
    /** Gives a token back: the try turned out to be one that is not counted. */
    refund(key: string): void {
      const bucket = current(key, now());
      buckets.set(key, { ...bucket, tokens: Math.min(rate.burst, bucket.tokens + 1) });
    },
    size: () => buckets.size,
  };
}
export type Limiter = ReturnType<typeof limiter>;

import type { Access, Tried } from "../http/access.ts";
import { limiter, type Limiter, type Rate } from "../http/limits.ts";
import { TooMany } from "../http/problem.ts";

/** Of one kind of try: by whoever makes it and by what it is made on, and apart from both in a browser that the owner has used. */
export type Rates = { address: Rate; accountFromAddress: Rate; account: Rate; device: Rate };

/** Passwords, and whatever else has none of its own. */
export type SignInRates = Rates & Partial<Record<Exclude<Tried, "password">, Rates>>;

/** Wrong tries only: one that succeeds is given back, so that an office behind one address signs in all at once. */
export const signInRates: SignInRates = {
  address: { burst: 30, perSecond: 0.2 },
  accountFromAddress: { burst: 10, perSecond: 1 / 30 },
  account: { burst: 100, perSecond: 0.1 },
  device: { burst: 10, perSecond: 1 / 30 },
  // Six digits of which three count at a time: few enough that a month of guessing, the password known, is one chance in forty.
  code: {
    address: { burst: 30, perSecond: 0.2 },
    accountFromAddress: { burst: 5, perSecond: 1 / 300 },
    account: { burst: 20, perSecond: 1 / 300 },
    device: { burst: 10, perSecond: 1 / 60 },
  },
  // Every request counts, for each sends a message.
  reset: {
    address: { burst: 20, perSecond: 1 / 30 },
    accountFromAddress: { burst: 3, perSecond: 1 / 300 },
    account: { burst: 6, perSecond: 1 / 600 },
    device: { burst: 3, perSecond: 1 / 300 },
  },
};

/**
 * Counts tries. Whoever guesses uses up tries of their own: a browser that its owner has signed in with before has a bucket
 * that nobody else can empty, and so has a session.
 *
 * @param deviceOf what names the browser to this account; null where it is new to it.
 */
export function tries(rates: SignInRates, deviceOf: (headers: Headers, email: string) => string | null): Access["attempt"] {
  const buckets = new Map<Tried, ReturnType<typeof bucketsOf>>();
  return (tried, whose, { headers, address }) => {
    let limits = buckets.get(tried);
    if (limits === undefined) buckets.set(tried, (limits = bucketsOf(tried === "password" ? rates : (rates[tried] ?? rates))));
    const device = tried === "proof" ? "" : deviceOf(headers, whose);
    const counted: [Limiter, string][] =
      device === null
        ? [
            [limits.address, address],
            [limits.accountFromAddress, `${whose} ${address}`],
            [limits.account, whose],
          ]
        : [[limits.device, `${whose} ${device}`]];
    take(counted);
    return () => {
      for (const [limit, key] of counted) limit.refund(key);
    };
  };
}

const bucketsOf = (rates: Rates) => ({
  address: limiter(rates.address),
  accountFromAddress: limiter(rates.accountFromAddress),
  account: limiter(rates.account),
  device: limiter(rates.device),
});

function take(counted: readonly [Limiter, string][]): void {
  for (const [at, [limit, key]] of counted.entries()) {
    const seconds = limit.take(key);
    if (seconds === 0) continue;
    // What this try has taken already is not the fault of the others who share it.
    for (const [before, other] of counted.slice(0, at)) before.refund(other);
    throw new TooMany(seconds);
  }
}

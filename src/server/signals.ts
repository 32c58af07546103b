const names = ["SIGTERM", "SIGINT", "SIGHUP", "disconnect"] as const;

export type Endings = {
  asked: Promise<void>;
  /** Asked once more: now. */
  again: Promise<void>;
  /** Aborted when `asked` is. */
  signal: AbortSignal;
  release: () => void;
};

/**
 * Tells when somebody wants this process to end: by signal, or by the launcher that started us going away.
 *
 * Ctrl-C reaches us twice where a launcher passes it on, so what follows within a second is the same wish.
 */
export function endings(): Endings {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  const controller = new AbortController();
  let since: number | null = null;
  const wish = () => {
    if (since === null) {
      since = performance.now();
      controller.abort();
      first.resolve();
    } else if (performance.now() - since > 1000) second.resolve();
  };
  for (const name of names) process.on(name, wish);
  process.channel?.unref(); // the launcher's; it must not keep a finished command alive
  return {
    asked: first.promise,
    again: second.promise,
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, wish);
    },
  };
}

// A limit for what waits for events: a test that would wait for ever fails with its own name instead of taking the
// whole file with it. Nothing in a passing test depends on the limit.

/** How long anything may take, in milliseconds. */
const LIMIT_MS = 20_000;

/** The result of `run`, or an error that names `what` when it takes too long. */
export async function within<T>(what: string, run: () => Promise<T>, limit = LIMIT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not over after ${limit} ms`)), limit);
  });
  try {
    return await Promise.race([late, run()]);
  } finally {
    clearTimeout(timer);
  }
}

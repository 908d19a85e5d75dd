// Instead of a thread that listens and stands still: a port that the test has made so.
import type { SilentPort } from '../../../support/silent-port.ts';

export async function silentPort(): Promise<SilentPort> {
  return { port: Number(process.argv[3]), open() {}, async close() {} };
}

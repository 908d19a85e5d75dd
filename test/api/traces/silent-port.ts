// A port that does not answer, for a scenario.
import { silentPort as openSilentPort } from '../../support/silent-port.ts';
import type { Trace } from '../../support/trace.ts';

/** The port. It is free again when the trace is disposed of; its name in the trace is 'nobody'. */
export async function silentPort(t: Trace): Promise<number> {
  const { port, close } = await openSilentPort();
  t.onDispose(close);
  t.namePort(port, 'nobody');
  return port;
}

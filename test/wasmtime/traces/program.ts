// The API's scenarios as one program: it prints the trace of each, or why there is none. The first argument says how long
// each may take; the second is a silent port, for those who cannot make one.
import net from 'node:net';
import { scenarios } from '../../api/traces/scenarios.ts';
import { traceOf } from '../../support/scenario.ts';

export interface Seen {
  name: string;
  /** What the actors have seen, or why the scenario failed and how far it came. */
  trace: string;
}

const limits: Record<string, number> = JSON.parse(process.argv[2]);

for (const scenario of scenarios) {
  const limit = limits[scenario.name];
  if (limit === undefined) continue;
  const trace = await traceOf(scenario, net, limit).catch((failure: Error) => failure.message);
  console.log(JSON.stringify({ name: scenario.name, trace } satisfies Seen));
}

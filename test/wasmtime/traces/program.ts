// The API's scenarios as one program: it prints the trace of each that its first argument selects, or why there is none.
import net from 'node:net';
import { scenarios } from '../../api/traces/scenarios.ts';
import { traceOf } from '../../support/scenario.ts';

/** How long a scenario may take on a busy machine, in milliseconds. */
const LIMIT_MS = 10_000;

const [, , part = ''] = process.argv;

for (const scenario of scenarios.filter(({ name }) => name.includes(part))) {
  const [trace, failure] = await traceOf(scenario, net, LIMIT_MS).then(
    trace => [trace, undefined],
    (error: Error) => [undefined, error.message],
  );
  console.log(JSON.stringify({ name: scenario.name, trace, failure }));
}

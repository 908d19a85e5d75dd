// Preloaded behind wasi-net/register: counts what the engine carries, and leaves the number when the program ends.
import { appendFileSync } from 'node:fs';
import { onTransition } from 'wasi-net/trace';

let connections = 0;
onTransition((_owner, _from, to) => {
  if (to === 'ESTABLISHED') connections++;
});
process.on('exit', () => appendFileSync(process.env.CONNECTIONS, `${connections}\n`));

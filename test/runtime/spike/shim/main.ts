// The spike's guest as a program for Node. It ends by force: the shim's worker thread would keep it alive.
import { run } from '../guest.ts';

await run.run();
process.exit();

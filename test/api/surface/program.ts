// Asks the net that is named, on the runtime that runs this, and prints its answers. Node 26 runs it as it is.
import { boundSockets, type NewNet } from './bound-socket.ts';
import { reusedPort } from './reuse-port.ts';
import { surfaceOf } from './surface.ts';

const [, , name] = process.argv;
const module = (await import(name)) as { default: NewNet };
const net = module.default;
console.log(
  JSON.stringify({
    surface: surfaceOf(net),
    bound: await boundSockets(net),
    reused: await reusedPort(net),
  }),
);

// Asks the net that is named, on the runtime that runs this, and prints its answers. Node 26 runs it as it is.
import { type NewNet, refusals, typesOfService } from './answers.ts';

const [, , name] = process.argv;
const module = (await import(name)) as { default: NewNet };
const net = module.default;
console.log(JSON.stringify({ refused: refusals(net), types: await typesOfService(net) }));

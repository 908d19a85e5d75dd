// Work on sockets, on the net that this program is built with. On Node that is node:net.

import net from 'node:net';
import { runArguments } from '../work/work.ts';

runArguments(net, process.argv.slice(2), Number.POSITIVE_INFINITY, line => console.log(line));

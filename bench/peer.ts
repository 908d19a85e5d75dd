// The peer process: `peer.mjs KIND AMOUNT|PORT`. Its last line says how much processor time it used, and in
// what time: a peer near 1 would be the bottleneck, and the table shows it.

import { runBlocking } from './peer/blocking.ts';
import { runConnector } from './peer/connecting.ts';
import { rowsServer } from './peer/rows.ts';
import { echo, hold, runServer } from './peer/serving.ts';
import type { PeerKind } from './row.ts';

const kind = process.argv[2] as PeerKind;
const number = Number(process.argv[3]);

if (kind === 'source' || kind === 'sink' || kind === 'echo') runBlocking(kind, number);
else if (kind === 'connector') runConnector(number);
else if (kind === 'rows') runServer(rowsServer(number));
else runServer(kind === 'echo-many' ? echo : hold);
